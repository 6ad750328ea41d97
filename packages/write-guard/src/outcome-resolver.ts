/** Settles open outcomes by reading the upstream, even when no client ever asks again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { factsName, type Records, settleFrom } from './outcome-recorder.ts';
import type { OpenOutcome, Subject, Unsettled } from './protocol/store.ts';
import type { LookUp } from './request.ts';
import type { WriteEvent } from './result.ts';

export type OpenOutcomeGauge = { readonly count: number; readonly oldestAgeMs: number };

export type ResolverTimes = {
  /** Pause between rounds. Default 1 s. */
  readonly everyMs: number;
  /** How long an outcome is kept from the other instances while it is read. Default 15 s. */
  readonly leaseMs: number;
  /** Pauses after the first, second, … look-up that settled nothing; the last repeats. Default 2 s to 30 s. */
  readonly backOffMs: readonly number[];
};

export type OutcomeResolverOptions<Answer> = Partial<ResolverTimes> &
  Records<Answer> & {
    /** Reads the upstream for one open outcome; `facts` is what the flow gave to `run`. */
    lookUp(subject: Subject, facts: string): Promise<LookUp<Answer>>;
    /** The clients whose outcomes are looked after. */
    readonly clientIds: () => readonly string[];
    readonly onEvent?: (event: WriteEvent) => void;
    /** Goes on with what is still open of a client after each round; may reject. */
    readonly afterRound?: (clientId: string, open: readonly Omit<Unsettled, 'op'>[]) => Promise<void>;
  };

export type OutcomeResolver = {
  start(): void;
  /** Ends after the round under way. */
  stop(): Promise<void>;
  /** One round; returns how many outcomes it settled. */
  tick(): Promise<number>;
  /** Open outcomes of all clients, as the last round found them: a count, and the age of the oldest. */
  gauge(): OpenOutcomeGauge;
};

const defaultBackOffMs: readonly number[] = [2_000, 3_000, 5_000, 8_000, 13_000, 30_000];
const withReference = (found: LookUp<unknown>): { reference?: string } =>
  'reference' in found ? { reference: found.reference } : {};

const bareOf = ({ clientId, operation, subject }: Subject): Subject => ({ clientId, operation, subject });

const limitPerRound = 20;
const defaultEveryMs = 1_000;
const defaultLeaseMs = 15_000;

/**
 * Each outcome is leased while it is read, so instances share the work; a crash only delays it by the lease.
 *
 * @example
 * const resolver = createOutcomeResolver({ store, vault, lookUp, clientIds: () => ['acme'] });
 * resolver.start();
 */
export const createOutcomeResolver = <Answer>(options: OutcomeResolverOptions<Answer>): OutcomeResolver => {
  const { store, vault } = options;
  const onEvent = options.onEvent ?? (() => {});
  const pauses = options.backOffMs ?? defaultBackOffMs;
  let running: Promise<void> | undefined;
  let stopping = new AbortController();

  const gauges = new Map<string, OpenOutcomeGauge>();

  /** Its owner died before it could send: the subject is free again, and whatever it had set aside. */
  const giveBack = async (item: OpenOutcome): Promise<boolean> => {
    const { owner: attemptId, fence } = item.op;
    const { kind } = await store.release(item, { attemptId, fence });
    if (kind === 'released') onEvent({ kind: 'never_sent', subject: item, attemptId });
    return false;
  };

  const settleOne = async (item: OpenOutcome): Promise<boolean> => {
    if (item.op.state === 'CLAIMED') return giveBack(item);
    // Facts whose key is gone cannot be read; a notification or an operator may still settle the write.
    const found = await options.lookUp(item, vault.open(factsName(item), item.op.context));
    if (found.says === 'executed' || found.says === 'not_executed') {
      const { says: outcome, ...rest } = found;
      const verdict = { outcome, ...rest, readAtMs: item.readAtMs, decidedBy: 'read' } as const;
      const reply = await settleFrom(options, { subject: bareOf(item), op: item.op }, verdict);
      if (reply.kind === 'done')
        onEvent({ kind: 'settled', subject: item, outcome, ...withReference(found) });
      if (reply.kind !== 'too_early' && reply.kind !== 'running') return reply.kind === 'done';
    }
    await store.defer(item, pauses.at(Math.min(item.tries, pauses.length) - 1) ?? defaultLeaseMs);
    return false;
  };

  const settleGuarded = async (item: OpenOutcome): Promise<boolean> => {
    try {
      return await settleOne(item);
    } catch (error) {
      onEvent({ kind: 'resolver_failed', subject: item, error });
      return false;
    }
  };

  const tickClient = async (clientId: string): Promise<number> => {
    try {
      const lease = { leaseMs: options.leaseMs ?? defaultLeaseMs, limit: limitPerRound };
      const items = await store.takeDue(clientId, lease);
      const settled = await Promise.all(items.map(settleGuarded));
      const open = await store.unsettled(clientId);
      const orphans = open.filter(({ isLive }) => !isLive);
      const oldestAgeMs = Math.max(0, ...orphans.map(({ ageMs }) => ageMs));
      gauges.set(clientId, { count: orphans.length, oldestAgeMs });
      await options.afterRound?.(clientId, open);
      return settled.filter(Boolean).length;
    } catch (error) {
      onEvent({ kind: 'resolver_failed', error });
      return 0;
    }
  };

  const tick = async (): Promise<number> => {
    const counts = await Promise.all(options.clientIds().map(tickClient));
    return counts.reduce((sum, count) => sum + count, 0);
  };

  const loop = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await tick();
      await sleep(options.everyMs ?? defaultEveryMs, undefined, { signal }).catch(() => {});
    }
  };

  return {
    tick,
    start() {
      if (running !== undefined) return;
      stopping = new AbortController();
      running = loop(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await running;
      running = undefined;
    },
    gauge() {
      const all = [...gauges.values()];
      return {
        count: all.reduce((sum, one) => sum + one.count, 0),
        oldestAgeMs: Math.max(0, ...all.map((one) => one.oldestAgeMs)),
      };
    },
  };
};
