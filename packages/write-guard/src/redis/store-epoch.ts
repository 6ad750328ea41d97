/** What the gateway believes about the store's memory, client by client: its name, whether it is settled, and what time it is there. */
import { randomBytes } from 'node:crypto';
import type { Belief } from '../protocol/memory-trust.ts';
import type { ProtocolTimes } from '../protocol/record.ts';
import { type LearnedMemory, StoreUnavailable } from '../protocol/store.ts';
import type { ScriptReply } from './script.ts';
import { createStoreClock, type StoreClock } from './store-clock.ts';

export type StoreEpoch = {
  /** The belief that goes with a command, learned first when there is none. @throws {StoreUnavailable} */
  current(clientId: string): Promise<Belief>;
  /** Asks the store once more, whatever is believed. @throws {StoreUnavailable} */
  learn(clientId: string): Promise<LearnedMemory>;
  /** Begins anew with the next command; the name stays known for tokens, which only ever fit the memory of that name. */
  forget(clientId: string): void;
  forgetAll(): void;
  /** Takes the time of a reply in. @throws {StoreUnavailable} `clock_stepped`; the memory is learned anew then. */
  noteTime(clientId: string, storeMs: number, sentAtMs: number): void;
  /** The last memory that was known here, and the store's time now. */
  stamp(clientId: string): { readonly memoryId: string; readonly nowMs: number | undefined };
};

type Known = {
  clock: StoreClock;
  lesson?: Promise<LearnedMemory> | undefined;
  readonly lastId?: string;
  readonly runId?: string;
  isSuspect: boolean;
};

export type StoreEpochOptions = {
  readonly times: ProtocolTimes;
  readonly monotonicMs: () => number;
  readonly ask: (clientId: string, args: readonly (string | number)[]) => Promise<ScriptReply>;
};

const idBytes = 9;

/** Belief ends with the connection, with a reply that does not fit it, and with a clock that stepped. */
export const createStoreEpoch = ({ times, monotonicMs, ask }: StoreEpochOptions): StoreEpoch => {
  const known = new Map<string, Known>();
  const newClock = () => createStoreClock({ monotonicMs, toleranceMs: times.clockToleranceMs });

  const knownOf = (clientId: string): Known => {
    const held = known.get(clientId) ?? { clock: newClock(), isSuspect: false };
    known.set(clientId, held);
    return held;
  };

  const lessonArgs = ({ isSuspect, lastId = '' }: Known) => [
    randomBytes(idBytes).toString('base64url'),
    isSuspect ? 1 : 0,
    lastId,
    lastId === '' ? 0 : 1,
    times.unwatchedMs,
    times.clockToleranceMs,
    times.recordTtlMs / 4,
    times.settleMs,
  ];

  const learnNow = async (clientId: string): Promise<LearnedMemory> => {
    const held = knownOf(clientId);
    const sentAtMs = monotonicMs();
    const [now, id = '', , , cause, settledInMs] = await ask(clientId, lessonArgs(held));
    if (id === '') throw new StoreUnavailable('memory_unknown');
    const runId = id.slice(0, id.indexOf('-'));
    // Another server has another clock; on the same one a step was told to the script, which decided what follows.
    if (held.runId !== runId || held.isSuspect) held.clock = newClock();
    const sighting = { storeMs: Number(now), sentAtMs, receivedAtMs: monotonicMs() };
    const how = held.clock.note(sighting);
    if (how === 'stepped') {
      held.isSuspect = true;
      throw new StoreUnavailable('clock_stepped');
    }
    Object.assign(held, { lastId: id, runId, isSuspect: false });
    return { id, cause: cause === 'first' ? 'first' : 'lost', settledInMs: Number(settledInMs) };
  };

  const learn = (clientId: string): Promise<LearnedMemory> => {
    const held = knownOf(clientId);
    const lesson = learnNow(clientId).catch((error: unknown) => {
      // A failed lesson must not be remembered: the next caller learns again.
      if (held.lesson === lesson) held.lesson = undefined;
      throw error;
    });
    held.lesson = lesson;
    return lesson;
  };

  return {
    learn,
    async current(clientId) {
      const held = knownOf(clientId);
      const { id: epochId } = await (held.lesson ?? learn(clientId));
      const bounds = held.clock.bounds();
      if (bounds === undefined) throw new StoreUnavailable('memory_unknown');
      const earliestMs = Math.floor(bounds.earliestMs - times.clockToleranceMs);
      return { epochId, earliestMs, latestMs: Math.ceil(bounds.latestMs + times.lateCommandMs) };
    },
    forget(clientId) {
      knownOf(clientId).lesson = undefined;
    },
    forgetAll() {
      for (const held of known.values()) held.lesson = undefined;
    },
    noteTime(clientId, storeMs, sentAtMs) {
      const held = knownOf(clientId);
      const sighting = { storeMs, sentAtMs, receivedAtMs: monotonicMs() };
      if (!Number.isFinite(storeMs) || held.clock.note(sighting) === 'steady') return;
      held.isSuspect = true;
      held.lesson = undefined;
      throw new StoreUnavailable('clock_stepped');
    },
    stamp(clientId) {
      const { lastId = '', clock } = knownOf(clientId);
      return { memoryId: lastId, nowMs: clock.bounds()?.earliestMs };
    },
  };
};
