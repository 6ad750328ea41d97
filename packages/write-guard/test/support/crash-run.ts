/** Runs many retried creates against gateways and a Redis that keep dying, and counts what went wrong. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { UPSTREAM_RUN_MS_MAX } from './crash-times.ts';
import { startRedisServer } from './redis.ts';

export type CrashRunOptions = {
  recipe: 'guard' | 'simple';
  carts: number;
  gatewayKillEveryMs: number;
  /** Alternates `kill -9` with an empty restart and FLUSHALL; zero for never. */
  memoryLossEveryMs: number;
};

export type CrashReport = {
  carts: number;
  booked: number;
  notExecuted: number;
  doubleBooked: number;
  toldBookedButNot: number;
  toldNotButBooked: number;
  unresolved: number;
  retries: number;
  gatewayKills: number;
  redisKills: number;
  flushes: number;
};

type Told = 'booked' | 'not_executed' | 'unresolved';

/** Executes at once, late, or never; answers, or loses the answer. One request in ten is not a plain success. */
const startUpstream = async (executions: Map<string, number>) => {
  const server = createServer(async (request, response) => {
    const [, verb, cart = ''] = (request.url ?? '').split('/');
    if (verb === 'booking') {
      response.end(JSON.stringify({ booked: executions.has(cart) }));
      return;
    }
    const chance = Math.random();
    if (chance < 0.03) return void request.socket.destroy();
    await sleep(chance < 0.06 ? UPSTREAM_RUN_MS_MAX * Math.random() : 15 * Math.random());
    executions.set(cart, (executions.get(cart) ?? 0) + 1);
    if (chance > 0.97) request.socket.destroy();
    else response.end(`booked ${cart}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.closeAllConnections() ?? server.close() };
};

type Gateway = { child: ChildProcess; port: number };

const startGateway = async (redisUrl: string, upstreamUrl: string, recipe: string): Promise<Gateway> => {
  const script = new URL('./crash-gateway.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, redisUrl, upstreamUrl, recipe], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return { child, port: Number(line.toString().trim()) };
};

const ask = async (port: number, path: string): Promise<Record<string, unknown> | undefined> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      signal: AbortSignal.timeout(2_000),
    });
    return response.ok ? ((await response.json()) as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

/** What a partner makes of an answer; undefined means "ask again". */
const understand = (answer: Record<string, unknown> | undefined): Told | undefined => {
  switch (answer?.kind) {
    case 'answered':
    case 'replayed':
      return answer.outcome === 'executed' ? 'booked' : 'not_executed';
    case 'rebuilt':
    case 'already_done':
      return 'booked';
    case 'stale':
      return 'not_executed';
    default:
      return undefined;
  }
};

export const crashRun = async (options: CrashRunOptions): Promise<CrashReport> => {
  const executions = new Map<string, number>();
  const told = new Map<string, Told>();
  const upstream = await startUpstream(executions);
  const redis = await startRedisServer();
  const start = () => startGateway(redis.url, upstream.url, options.recipe);
  const gateways = await Promise.all([start(), start(), start()]);
  const counts = { retries: 0, gatewayKills: 0, redisKills: 0, flushes: 0 };
  let running = true;

  const anyGateway = (): number => gateways[Math.floor(Math.random() * gateways.length)]?.port ?? 0;

  const issue = async (): Promise<string> => {
    for (;;) {
      const { memoryId, issuedAtMs } = (await ask(anyGateway(), '/issue')) ?? {};
      if (typeof memoryId === 'string') return `memory=${memoryId}&iat=${String(issuedAtMs)}`;
      await sleep(20);
    }
  };

  const book = async (cart: string): Promise<void> => {
    const token = await issue();
    await sleep(Math.random() * 60);
    const giveUpAtMs = Date.now() + 20_000;
    while (Date.now() < giveUpAtMs) {
      const what = understand(await ask(anyGateway(), `/create?cart=${cart}&${token}`));
      if (what !== undefined) return void told.set(cart, what);
      counts.retries += 1;
      await sleep(10 + Math.random() * 60);
    }
    told.set(cart, 'unresolved');
  };

  const killGateways = async (): Promise<void> => {
    while (running) {
      await sleep(options.gatewayKillEveryMs * (0.5 + Math.random()));
      const index = Math.floor(Math.random() * gateways.length);
      gateways[index]?.child.kill('SIGKILL');
      counts.gatewayKills += 1;
      gateways[index] = await start();
    }
  };

  const loseMemory = async (): Promise<void> => {
    while (running && options.memoryLossEveryMs > 0) {
      await sleep(options.memoryLossEveryMs * (0.5 + Math.random()));
      if ((counts.redisKills + counts.flushes) % 2 === 0) {
        await redis.kill();
        await redis.start();
        counts.redisKills += 1;
      } else {
        const client = new Redis(redis.url);
        await client.flushall();
        client.disconnect();
        counts.flushes += 1;
      }
    }
  };

  const chaos = [killGateways(), loseMemory()];
  const queue = Array.from({ length: options.carts }, (_, index) => `cart${index}`);
  const worker = async (): Promise<void> => {
    for (let cart = queue.pop(); cart !== undefined; cart = queue.pop()) await book(cart);
  };
  await Promise.all(Array.from({ length: 24 }, worker));
  running = false;
  await Promise.all(chaos);
  // Whatever is still on its way executes now, or never.
  await sleep(UPSTREAM_RUN_MS_MAX);
  for (const { child } of gateways) child.kill('SIGKILL');
  upstream.close();
  await redis.remove();

  const count = (matches: (what: Told, times: number) => boolean): number =>
    [...told].filter(([cart, what]) => matches(what, executions.get(cart) ?? 0)).length;
  return {
    carts: options.carts,
    booked: count((what) => what === 'booked'),
    notExecuted: count((what) => what === 'not_executed'),
    doubleBooked: count((_, times) => times > 1),
    toldBookedButNot: count((what, times) => what === 'booked' && times === 0),
    toldNotButBooked: count((what, times) => what === 'not_executed' && times > 0),
    unresolved: count((what) => what === 'unresolved'),
    ...counts,
  };
};
