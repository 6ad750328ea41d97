/**
 * The load, in a process of its own: raw keep-alive connections, as fast as they go or at a fixed rate. Its plan is the argument, or
 * stdin for `-`.
 */
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** One run. Without a rate every connection asks again as soon as it has its answer. */
export type LoadPlan = {
  readonly port: number;
  readonly path: string;
  /** Asked in turn with it. */
  readonly furtherPaths?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second; latency then counts from the moment a request was due. */
  readonly rate?: number;
  /** Ends the run early. */
  readonly requests?: number;
};

export type LoadResult = {
  readonly requests: number;
  readonly failures: number;
  /** How many were answered with each status; `none` is a connection that broke. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

const headEnd = Buffer.from('\r\n\r\n');

/** A connection that carries one request at a time. */
const createConnection = (port: number, nextRequest: () => string, onAnswer: (status: string) => void) => {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let head: Buffer = Buffer.alloc(0);
  let missing = -1;
  let status = '';
  let isAsking = false;
  const answered = (answer: string): void => {
    if (!isAsking) return;
    isAsking = false;
    onAnswer(answer);
  };
  const finish = (): void => {
    head = Buffer.alloc(0);
    missing = -1;
    answered(status);
  };
  const readHead = (chunk: Buffer): void => {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const end = head.indexOf(headEnd);
    if (end < 0) return;
    const lines = head.toString('latin1', 0, end).toLowerCase();
    const length = /\r\ncontent-length: (\d+)/.exec(lines)?.[1];
    if (length === undefined) throw new Error('the bench needs answers with a content-length');
    status = lines.slice('http/1.1 '.length, 'http/1.1 200'.length);
    missing = Number(length) - (head.length - end - headEnd.length);
    if (missing === 0) finish();
  };
  socket.on('data', (chunk: Buffer) => {
    if (missing < 0) return readHead(chunk);
    missing -= chunk.length;
    if (missing === 0) finish();
  });
  socket.on('error', () => answered('none'));
  socket.on('close', () => answered('none'));
  const send = (): void => {
    isAsking = true;
    if (socket.destroyed) setImmediate(answered, 'none');
    else socket.write(nextRequest());
  };
  return { send, close: () => socket.destroy() };
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export const runLoad = (plan: LoadPlan): Promise<LoadResult> =>
  new Promise((resolve) => {
    const lines = Object.entries({ host: 'bench.example', ...plan.headers }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const requests = [plan.path, ...(plan.furtherPaths ?? [])].map(
      (path) => `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`,
    );
    const latencies: number[] = [];
    const statuses: Record<string, number> = {};
    let sent = 0;
    const startedMs = performance.now();
    const endsMs = startedMs + plan.seconds * 1000;
    const due: number[] = [];
    const idle: (() => void)[] = [];
    const isOver = (): boolean =>
      performance.now() >= endsMs || sent >= (plan.requests ?? Number.POSITIVE_INFINITY);
    const end = (): void => {
      clearInterval(timer);
      for (const { connection } of lanes) connection.close();
      const seconds = (performance.now() - startedMs) / 1000;
      latencies.sort((one, other) => one - other);
      resolve({
        requests: latencies.length,
        failures: Object.values(statuses).reduce((sum, count) => sum + count, 0) - latencies.length,
        statuses,
        seconds,
        perSecond: latencies.length / seconds,
        p50Ms: quantile(latencies, 0.5),
        p99Ms: quantile(latencies, 0.99),
      });
    };
    let open = plan.connections;
    const lanes = Array.from({ length: plan.connections }, () => {
      let sinceMs = 0;
      const next = (fromMs: number): void => {
        sinceMs = fromMs;
        sent += 1;
        connection.send();
      };
      const proceed = (): void => {
        if (isOver()) {
          open -= 1;
          if (open === 0) end();
        } else if (plan.rate === undefined) next(performance.now());
        else {
          const waiting = due.shift();
          if (waiting === undefined) idle.push(proceed);
          else next(waiting);
        }
      };
      const connection = createConnection(
        plan.port,
        () => requests[(sent - 1) % requests.length] ?? '',
        (status) => {
          if (status === '200') latencies.push(performance.now() - sinceMs);
          statuses[status] = (statuses[status] ?? 0) + 1;
          proceed();
        },
      );
      return { connection, proceed };
    });
    let scheduled = 0;
    const timer = setInterval(() => {
      if (plan.rate === undefined) return;
      const now = performance.now();
      while (now < endsMs && startedMs + (scheduled * 1000) / plan.rate <= now) {
        due.push(startedMs + (scheduled * 1000) / plan.rate);
        scheduled += 1;
      }
      for (const wake of idle.splice(0, now < endsMs ? due.length : idle.length)) wake();
    }, 1);
    for (const { proceed } of lanes) proceed();
  });

const given = process.argv[2];
if (given !== undefined && import.meta.main) {
  const plan = given === '-' ? await text(process.stdin) : given;
  process.stdout.write(JSON.stringify(await runLoad(JSON.parse(plan) as LoadPlan)));
}
