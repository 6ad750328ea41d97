/** The worker: looks what is due, starts as many attempts as the hosts have room for, and looks again when one is over. */
import type { AttemptResult } from './attempt.ts';
import { createDelivery, type DeliveryOptions, type DueDelivery, type WebhookEndpoint } from './delivery.ts';
import type { HostGates, HostPass, HostVerdict } from './host-gates.ts';
import type { TakenWebhook } from './queue.ts';
import { defaultSchedule, type Schedule } from './schedule.ts';

export type WorkerOptions = Omit<DeliveryOptions, 'schedule'> & {
  /** Clients whose queues are worked on, with or without an endpoint. */
  readonly clientIds: () => readonly string[];
  /** `unready`: there is one, and it cannot be used for now; its webhooks wait, and no attempt is counted. */
  readonly endpointOf: (clientId: string) => WebhookEndpoint | 'unready' | undefined;
  readonly gates: HostGates;
  /** Ends early when the signal is aborted, by rejecting or not. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Default {@link defaultSchedule}. */
  readonly schedule?: Schedule;
  /** More than an attempt takes. Default 30 s. */
  readonly leaseMs?: number;
  /** Longest time between two looks at all queues. Default 1 s. */
  readonly pollMs?: number;
  /** How long stopping waits for attempts. Default 15 s. */
  readonly stopMs?: number;
};

export type Look = {
  /** Of the attempts that were started; none of them rejects. */
  readonly attempts: readonly Promise<void>[];
  /** Milliseconds until something may be due. */
  readonly nextInMs: number;
};

export type WebhookWorker = {
  /** Looks once at the queues of all clients, or of these; resolves once attempts are started. */
  tick(clientIds?: readonly string[]): Promise<Look>;
  /** Works until it is stopped. */
  start(): void;
  /** Looks at a client's queue at once, for something was put there. */
  wake(clientId: string): void;
  /** Starts no more attempts, and waits for those under way. */
  stop(): Promise<void>;
};

const buriedAtOnce = 100;
const unheard: ReadonlySet<string> = new Set(['url_forbidden', 'address_forbidden', 'unsendable']);

/** 4xx tells that the host is well; what never reached it tells nothing. */
const verdictOf = (result: AttemptResult): HostVerdict => {
  if (result.kind === 'failed') return unheard.has(result.reason) ? 'nothing' : 'bad';
  return result.status >= 500 || result.status === 429 ? 'bad' : 'good';
};

const hostOf = ({ url }: WebhookEndpoint): string => (URL.canParse(url) ? new URL(url).host : '');

/**
 * Makes a worker. Any number of them may share a queue, in any number of processes.
 *
 * @example
 * ```ts
 * const worker = createWebhookWorker({ queue, endpoints, send, gates, clientIds, endpointOf, ...clock, onEvent });
 * worker.start();
 * await worker.stop();
 * ```
 */
export const createWebhookWorker = (options: WorkerOptions): WebhookWorker => {
  const { clientIds, endpointOf, queue, endpoints, gates, nowMs, sleep, onEvent } = options;
  const { schedule = defaultSchedule, leaseMs = 30_000, pollMs = 1_000, stopMs = 15_000 } = options;
  const { deliver, bury } = createDelivery({ ...options, schedule });
  const running = new Set<Promise<void>>();
  const woken = new Set<string>();
  let sleeping = new AbortController();
  let working: Promise<void> | undefined;
  let isStopping = false;

  const wake = (clientId: string): void => {
    woken.add(clientId);
    sleeping.abort();
  };

  /** Goes on beside the look that started it, and ends in a look at what follows in its lane. */
  const inBackground = (clientId: string, work: () => Promise<void>): Promise<void> => {
    const attempt = work()
      .catch((error: unknown) => onEvent({ kind: 'failed', clientId, error }))
      .finally(() => {
        running.delete(attempt);
        wake(clientId);
      });
    running.add(attempt);
    return attempt;
  };

  const attemptBy = async (pass: HostPass, due: DueDelivery, endpoint: WebhookEndpoint): Promise<void> => {
    let verdict: HostVerdict = 'nothing';
    try {
      verdict = verdictOf(await deliver(due, endpoint));
    } finally {
      pass.leave(verdict);
    }
  };

  const buryDue = async (clientId: string): Promise<Look> => {
    const { taken, nextDueInMs = pollMs } = await queue.takeDue(clientId, { limit: buriedAtOnce, leaseMs });
    for (const one of taken) await bury({ clientId, taken: one }, 'endpoint_missing');
    return { attempts: [], nextInMs: taken.length > 0 ? 0 : nextDueInMs };
  };

  const lookAt = async (clientId: string): Promise<Look> => {
    const endpoint = endpointOf(clientId);
    if (endpoint === undefined) return buryDue(clientId);
    if (endpoint === 'unready') return { attempts: [], nextInMs: pollMs };
    const host = hostOf(endpoint);
    const passes = [...gates.enter(host)];
    if (passes.length === 0) return { attempts: [], nextInMs: gates.restsForMs(host) || pollMs };
    const start = (taken: TakenWebhook, isDisabled: boolean): Promise<void> => {
      const due = { clientId, taken };
      const pass = isDisabled ? undefined : passes.pop();
      return inBackground(clientId, () =>
        pass === undefined ? bury(due, 'endpoint_disabled') : attemptBy(pass, due, endpoint),
      );
    };
    try {
      const limit = passes.length;
      const { taken, nextDueInMs = pollMs } = await queue.takeDue(clientId, { limit, leaseMs });
      const { disabled } = taken.length > 0 ? await endpoints.read(clientId) : {};
      const attempts = taken.map((one) => start(one, disabled !== undefined));
      // Where there is no more room, the end of an attempt leads to the next look.
      return { attempts, nextInMs: taken.length === limit ? pollMs : nextDueInMs };
    } finally {
      for (const pass of passes) pass.leave('nothing');
    }
  };

  const tick = async (ids: readonly string[] = clientIds()): Promise<Look> => {
    const attempts: Promise<void>[] = [];
    let nextInMs = pollMs;
    for (const clientId of ids) {
      if (isStopping) break;
      const look = await lookAt(clientId).catch((error: unknown): Look => {
        onEvent({ kind: 'failed', clientId, error });
        return { attempts: [], nextInMs: pollMs };
      });
      attempts.push(...look.attempts);
      nextInMs = Math.min(nextInMs, look.nextInMs);
    }
    return { attempts, nextInMs };
  };

  const pause = async (ms: number): Promise<void> => {
    sleeping = new AbortController();
    if (woken.size > 0 || isStopping) return;
    await sleep(ms, sleeping.signal).catch(() => {});
  };

  const work = async (): Promise<void> => {
    let nextForAllMs = nowMs();
    while (!isStopping) {
      const leftMs = nextForAllMs - nowMs();
      // More than that is left only where the clock was set back.
      const isForAll = leftMs <= 0 || leftMs > pollMs;
      const ids = isForAll ? clientIds() : [...woken];
      woken.clear();
      const nextMs = (await tick(ids)).nextInMs + nowMs();
      nextForAllMs = isForAll ? nextMs : Math.min(nextForAllMs, nextMs);
      await pause(Math.max(0, Math.min(pollMs, nextForAllMs - nowMs())));
    }
  };

  return {
    tick,
    wake,
    start() {
      working ??= work();
    },
    async stop() {
      isStopping = true;
      sleeping.abort();
      await working;
      const patience = new AbortController();
      const waited = sleep(stopMs, patience.signal).catch(() => {});
      await Promise.race([Promise.all(running), waited]);
      patience.abort();
    },
  };
};
