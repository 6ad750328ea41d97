/** A circuit breaker: calls are refused for a while once too many failed, until a probe shows that they would succeed. */
import { CircuitState as CockatielState, circuitBreaker, handleWhenResult } from 'cockatiel';
import { createTally } from './tally.ts';

/** What a call told of the other side: `nothing` when it was cut before it could tell. */
export type Judgement = 'good' | 'slow' | 'bad' | 'nothing';

/** How a call ended. */
export type Settled<Result> = { readonly result: Result } | { readonly error: unknown };

/** A call, and what its end tells. */
export type Judged<Result> = {
  readonly work: () => Promise<Result>;
  readonly judge: (settled: Settled<Result>) => Judgement;
};

/** The call was not made: it would have failed. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
  /** When the next call may be let through. */
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('the circuit is open');
    this.retryAfterMs = retryAfterMs;
  }
}

export type CircuitState = 'closed' | 'half_open' | 'open';

/** When a circuit opens, and who probes it. */
export type CircuitOptions = {
  /** Fewer calls in ten seconds prove nothing. */
  readonly callsMin: number;
  /** Whose call is the probe: the next one of its own, or one that is lent because its own must not be tried out. */
  readonly probe: 'own_call' | 'lent_call';
  /** A clock that never steps back. */
  readonly nowMs: () => number;
  /** In [0, 1), for the jitter of ±20 %. */
  readonly random: () => number;
  readonly onChange?: (state: CircuitState) => void;
  /** How long it stays open at first. Default 5 s. */
  readonly openMs?: number | undefined;
  /** How long when its probe or one of the first three calls after it failed. Default 8 s. */
  readonly reopenMs?: number | undefined;
};

/** What a circuit is and why. */
export type CircuitStatus = {
  readonly state: CircuitState;
  /** Milliseconds since it became so, or since it was made. */
  readonly forMs: number;
  /** Calls of the last ten seconds, and how many of them failed or were slow; of one that opened, what opened it. */
  readonly seen: { readonly calls: number; readonly bad: number; readonly slow: number };
  /** Milliseconds until a call may be let through; undefined while calls are. */
  readonly refusesForMs: number | undefined;
};

/** A circuit in this process. */
export type Circuit = {
  /** Makes a call, or refuses it. @throws CircuitOpen, and whatever the call throws */
  run<Result>(call: Judged<Result>): Promise<Result>;
  /** Makes a call of another kind, and lets it be the probe if one is due. */
  lend<Result>(call: Judged<Result>): Promise<Result>;
  /** Milliseconds until a call may be let through, or undefined while calls are. */
  refusesForMs(): number | undefined;
  readonly state: () => CircuitState;
  /** For people to read. */
  readonly status: () => CircuitStatus;
};

const failureShareMax = 0.5;
const slowShareMax = 0.8;
/** Nearly all failed just now: what went well in the seconds before must not keep it closed for as long again. */
const suddenSeconds = 2;
const suddenShareMax = 0.8;
/** So many of the first calls after a probe must be good. */
const trialCalls = 3;
const jitter = 0.2;
const openMsDefault = 5_000;
const reopenMsDefault = 8_000;
/** While somebody else's call is the probe. */
const busyMs = 1_000;

const stateNames: Readonly<Record<CockatielState, CircuitState>> = {
  [CockatielState.Closed]: 'closed',
  [CockatielState.HalfOpen]: 'half_open',
  [CockatielState.Open]: 'open',
  [CockatielState.Isolated]: 'open',
};

type Outcome<Result> = { readonly settled: Settled<Result>; readonly isFailure: boolean };

/**
 * Makes a closed circuit. It opens at half of the calls of ten seconds failed, four in five of two seconds, or four in five slow or
 * failed; then one call at a time is the probe, and the first three calls after it must be good.
 *
 * @example
 * ```ts
 * const circuit = createCircuit({ callsMin: 20, probe: 'own_call', nowMs: () => performance.now(), random: Math.random });
 * await circuit.run({ work: () => search(), judge: (settled) => ('error' in settled ? 'bad' : 'good') });
 * ```
 */
export const createCircuit = (options: CircuitOptions): Circuit => {
  const { callsMin, probe, nowMs, random, onChange, openMs = openMsDefault } = options;
  const { reopenMs = reopenMsDefault } = options;
  const tally = createTally<'call' | 'bad' | 'slow'>(nowMs);
  let openUntilMs = 0;
  let openings = 0;
  let trialLeft = 0;
  let running = 0;
  let isProbing = false;
  let hasToldNothing = false;
  let changedAtMs = nowMs();
  const look = () => ({ calls: tally.of('call'), bad: tally.of('bad'), slow: tally.of('slow') });
  let opener = look();

  const isSuddenlyBad = (): boolean => {
    const calls = tally.of('call', suddenSeconds);
    return calls >= callsMin && tally.of('bad', suddenSeconds) >= suddenShareMax * calls;
  };
  const isTooBad = (): boolean => {
    const calls = tally.of('call');
    const bad = tally.of('bad');
    return (
      calls >= callsMin && (bad >= failureShareMax * calls || bad + tally.of('slow') >= slowShareMax * calls)
    );
  };
  const breaker = {
    state: undefined,
    success: (state: CockatielState) => {
      if (state !== CockatielState.HalfOpen) return;
      tally.clear();
      trialLeft = trialCalls;
    },
    failure: (state: CockatielState) =>
      state !== CockatielState.Closed || trialLeft > 0 || isTooBad() || isSuddenlyBad(),
  };
  // Its open time runs by the wall clock, which may step; ours is held below, so that for it the time is always up.
  const policy = circuitBreaker(
    handleWhenResult((outcome) => (outcome as Outcome<unknown>).isFailure),
    { breaker, halfOpenAfter: Number.NEGATIVE_INFINITY },
  );
  policy.onStateChange((state) => {
    if (state === CockatielState.Open && hasToldNothing) return;
    if (state === CockatielState.Open) {
      const again = trialLeft > 0 || isProbing;
      openUntilMs = nowMs() + (again ? reopenMs : openMs) * (1 + jitter * (2 * random() - 1));
      openings += 1;
      trialLeft = 0;
      if (!again) opener = look();
      tally.clear();
    }
    changedAtMs = nowMs();
    onChange?.(stateNames[state]);
  });

  const state = (): CircuitState => stateNames[policy.state];
  const note = (judgement: Judgement): boolean => {
    if (judgement === 'nothing') return false;
    tally.add('call');
    if (judgement === 'good') trialLeft = Math.max(0, trialLeft - 1);
    else tally.add(judgement);
    return judgement !== 'good';
  };
  const settle = async <Result>({ work, judge }: Judged<Result>): Promise<Outcome<Result>> => {
    const begunAt = openings;
    const isProbe = isProbing;
    const settled: Settled<Result> = await work().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    // What was begun before it opened tells of the past.
    if (begunAt !== openings) return { settled, isFailure: false };
    const judgement = judge(settled);
    // It was no probe then: the next call is.
    hasToldNothing = isProbe && judgement === 'nothing';
    return { settled, isFailure: isProbe ? judgement !== 'good' : note(judgement) };
  };
  const execute = async <Result>(call: Judged<Result>): Promise<Result> => {
    running += 1;
    try {
      const { settled } = await policy.execute(() => settle(call));
      if ('error' in settled) throw settled.error;
      return settled.result;
    } finally {
      running -= 1;
    }
  };
  const runProbe = async <Result>(call: Judged<Result>): Promise<Result> => {
    isProbing = true;
    try {
      return await execute(call);
    } finally {
      isProbing = false;
    }
  };
  const refusesForMs = (): number | undefined => {
    if (state() === 'closed')
      return probe === 'lent_call' && trialLeft > 0 && running > 0 ? busyMs : undefined;
    const leftMs = openUntilMs - nowMs();
    if (leftMs > 0) return leftMs;
    return probe === 'lent_call' || isProbing ? busyMs : undefined;
  };
  return {
    async run(call) {
      const forMs = refusesForMs();
      if (forMs !== undefined) throw new CircuitOpen(forMs);
      return state() === 'closed' ? await execute(call) : await runProbe(call);
    },
    lend: (call) =>
      state() !== 'closed' && !isProbing && nowMs() >= openUntilMs ? runProbe(call) : call.work(),
    refusesForMs,
    state,
    status: () => ({
      state: state(),
      forMs: nowMs() - changedAtMs,
      seen: state() === 'closed' ? look() : opener,
      refusesForMs: refusesForMs(),
    }),
  };
};
