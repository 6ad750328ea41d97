/** The write guard alone as what a crash run tries: small services over it, and an upstream that loses calls and answers. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { upstreamRunMsMax } from './guard-times.ts';
import { listen } from './listening.ts';
import { startProcess } from './processes.ts';
import { createRandom } from './random.ts';
import type { Buyer, Ground, StartTarget } from './target.ts';
import type { Verdict } from './verdicts.ts';

/** Executes at once, late, or never; answers, or loses the answer. */
const startUpstream = async ({ faultShare, seed }: Pick<Ground, 'faultShare' | 'seed'>) => {
  const random = createRandom(seed);
  const executions = new Map<string, number>();
  const faults = { lost: 0, slow: 0, unanswered: 0 };
  const pickFault = () =>
    random() < faultShare ? (['lost', 'slow', 'unanswered'] as const)[Math.floor(random() * 3)] : undefined;
  const server = createServer(async (request, response) => {
    const [, verb, cart = ''] = (request.url ?? '').split('/');
    if (verb === 'booking') return void response.end(JSON.stringify({ booked: executions.has(cart) }));
    const fault = pickFault();
    if (fault !== undefined) faults[fault] += 1;
    if (fault === 'lost') return void request.socket.destroy();
    await sleep((fault === 'slow' ? upstreamRunMsMax : 15) * random());
    executions.set(cart, (executions.get(cart) ?? 0) + 1);
    if (fault === 'unanswered') request.socket.destroy();
    else response.end(`booked ${cart}`);
  });
  return { url: await listen(server), executions, faults, server };
};

type Answer = Readonly<Record<string, unknown>>;

const ask = async (url: string): Promise<Answer | undefined> => {
  try {
    const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(2_000) });
    return response.ok ? ((await response.json()) as Answer) : undefined;
  } catch {
    return undefined; // the process died, or its answer was cut
  }
};

const understand = ({ kind = 'no answer', outcome }: Answer = {}): Verdict => {
  const code = String(kind);
  switch (kind) {
    case 'answered':
    case 'replayed':
      return { what: outcome === 'executed' ? 'booked' : 'not_executed', code };
    case 'rebuilt':
    case 'already_done':
      return { what: 'booked' };
    case 'stale':
      return { what: 'not_executed', code };
    default:
      return { what: 'unresolved', code };
  }
};

/** Their slots are on three primaries of a cluster. */
const clientIds = ['acme', 'cargo', 'demo'];

const bookOne = async (number: number, { baseUrl, random, patience }: Buyer) => {
  const cart = `cart${number}`;
  const client = `client=${clientIds[number % clientIds.length]}`;
  const stamp = await patience.untilGiven(async () => {
    const { memoryId, issuedAtMs } = (await ask(`${baseUrl()}/issue?${client}`)) ?? {};
    return typeof memoryId === 'string' ? `memory=${memoryId}&iat=${issuedAtMs}` : undefined;
  });
  await sleep(60 * random()); // a memory may be lost between a stamp and its cart
  const told = await patience.untilTold(async () =>
    understand(await ask(`${baseUrl()}/create?cart=${cart}&${client}&${stamp}`)),
  );
  return { cart, ...told };
};

const script = new URL('./guard-process.ts', import.meta.url);

/** Behind `simple` is the recipe that the guard replaces. */
export const guardTarget =
  (recipe: 'guard' | 'simple'): StartTarget =>
  async ({ redis, ...ground }) => {
    const { url, executions, faults, server } = await startUpstream(ground);
    return {
      timeScale: 0.2,
      clientIds,
      startProcess: (index) =>
        startProcess(
          script,
          JSON.stringify(redis.place(index)),
          url,
          recipe,
          String(redis.nodes),
          clientIds.join(),
        ),
      bookOne,
      async executions() {
        await sleep(upstreamRunMsMax); // whatever is on its way executes now, or never
        return executions;
      },
      faults: async () => faults,
      async close() {
        server.closeAllConnections();
        server.close();
      },
    };
  };
