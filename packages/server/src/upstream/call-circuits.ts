/** Whether 12go is well, as its answers tell: a circuit, a throttle and a retry budget for the operations that fail together. */
import {
  type Circuit,
  type CircuitStatus,
  createCircuit,
  createRetryBudget,
  createThrottle,
  type Judged,
  type RetryBudget,
  type Settled,
  type Throttle,
} from '@partner-gateway/load-control';
import type { Log, Metrics } from '@partner-gateway/telemetry';
import { type ErrorKind, type Operation, policies, TwelveGoError } from '@partner-gateway/twelvego-client';
import { type CallLimits, type Lane, lanes } from './call-limits.ts';

/** Why a call would be refused now, and for how long. */
export type HeldBack = { readonly kind: 'rate_limited' | 'circuit_open'; readonly forMs: number };

/** A call with the time that is left to it. */
export type TimedCall = { readonly operation: Operation; readonly timeoutMs: number };

/** The circuits of this instance, by what is called. */
export type CallCircuits = {
  /** Undefined while calls may be made. */
  heldBack(operation: Operation): HeldBack | undefined;
  /** How many calls of a lane may go on at once: as its limit says, less what 12go asked to hold back. */
  roomIn(lane: Lane): number;
  /** Makes a call, and learns from its end. @throws CircuitOpen, and whatever the call throws */
  run<Result>(call: TimedCall, send: (timeoutMs: number) => Promise<Result>): Promise<Result>;
  /** Whether a failed attempt may be followed by another; if so, it counts. */
  takeRetry(operation: Operation): boolean;
  /** The circuits that are not closed. */
  notClosed(): readonly string[];
  /** All of them, for people to read. */
  statuses(): readonly NamedCircuit[];
};

/** A circuit, and how long 12go asked to hold its calls back. */
export type NamedCircuit = CircuitStatus & {
  readonly name: string;
  readonly throttledForMs: number | undefined;
};

/** What a test or a demonstration changes of them. */
export type CircuitTimes = {
  /** How long a circuit stays open at first, and after its probe failed. */
  readonly openMs?: number;
  readonly reopenMs?: number;
  /** `false`: no circuit opens, 12go's 429 holds nothing back, and every retry is allowed. */
  readonly isWatching?: boolean;
};

const circuitNames = ['search', 'reads', 'cart', 'reserve', 'confirm', 'refund'] as const;
type CircuitName = (typeof circuitNames)[number];

const ways: Readonly<Record<Operation, { readonly lane: Lane; readonly circuit: CircuitName | undefined }>> =
  {
    search: { lane: 'search', circuit: 'search' },
    trip: { lane: 'reads', circuit: 'reads' },
    addToCart: { lane: 'reads', circuit: 'cart' },
    addToCartByAttributes: { lane: 'reads', circuit: 'cart' },
    cart: { lane: 'reads', circuit: 'reads' },
    checkoutForm: { lane: 'reads', circuit: 'reads' },
    booking: { lane: 'reads', circuit: 'reads' },
    bookingByCart: { lane: 'reads', circuit: 'reads' },
    refundOptions: { lane: 'reads', circuit: 'reads' },
    reserve: { lane: 'writes', circuit: 'reserve' },
    confirm: { lane: 'writes', circuit: 'confirm' },
    refund: { lane: 'writes', circuit: 'refund' },
    recheck: { lane: 'rechecks', circuit: undefined },
  };
const writeCircuits = ['reserve', 'confirm', 'refund'] as const;
const isWriteCircuit = (name: CircuitName): boolean => writeCircuits.some((write) => write === name);

/** The lane that an operation's calls share connections in. */
export const laneOf = (operation: Operation): Lane => ways[operation].lane;

const slowPart = 0.8;
const callsMin = { read: 20, write: 5 } as const;

/** What a failed call tells of 12go: a refusal of one customer's request, or key, is an answer like any other. */
const faults: ReadonlySet<ErrorKind> = new Set(['server', 'unreadable', 'connection', 'timeout']);

type Observe = { readonly log: Log; readonly metrics: Metrics };

type Around = {
  /** Never steps back. */
  readonly steadyNowMs: () => number;
  readonly random: () => number;
  readonly times: CircuitTimes;
};

/** What calls that fail together have in common. */
type Watched = { readonly circuit: Circuit; readonly throttle: Throttle; readonly budget: RetryBudget };
type WatchedByName = Readonly<Record<CircuitName, Watched>>;

const createWatched = ({ log, metrics }: Observe, { steadyNowMs, random, times }: Around): WatchedByName => {
  const make = (name: CircuitName): Watched => {
    const isWrite = isWriteCircuit(name);
    const enough = isWrite ? callsMin.write : callsMin.read;
    const circuit = createCircuit({
      callsMin: times.isWatching === false ? Number.POSITIVE_INFINITY : enough,
      probe: isWrite ? 'lent_call' : 'own_call',
      nowMs: steadyNowMs,
      random,
      openMs: times.openMs,
      reopenMs: times.reopenMs,
      onChange: (state) => {
        if (state === 'open') log('error', 'A circuit to 12go opened', { '12go_endpoint': name });
        if (state === 'closed') log('info', 'A circuit to 12go closed', { '12go_endpoint': name });
      },
    });
    const gaugeValues = { closed: 0, half_open: 1, open: 2 } as const;
    metrics.observe('gateway.12go.circuit_state', () => gaugeValues[circuit.state()], {
      upstream_endpoint: name,
    });
    return { circuit, throttle: createThrottle(steadyNowMs), budget: createRetryBudget(steadyNowMs) };
  };
  return Object.fromEntries(circuitNames.map((name) => [name, make(name)])) as WatchedByName;
};

const throttlesByLane = (watched: WatchedByName): Readonly<Record<Lane, readonly Throttle[]>> => {
  const of = (lane: Lane): readonly Throttle[] =>
    circuitNames
      .filter((name) => Object.values(ways).some((way) => way.lane === lane && way.circuit === name))
      .map((name) => watched[name].throttle);
  return Object.fromEntries(lanes.map((lane) => [lane, of(lane)])) as Readonly<
    Record<Lane, readonly Throttle[]>
  >;
};

/** Makes the circuits of this instance; metrics show their states, and the log when one opens or closes. */
export const createCallCircuits = (limits: CallLimits, observe: Observe, around: Around): CallCircuits => {
  const { steadyNowMs, times } = around;
  const watched = createWatched(observe, around);
  const throttles = throttlesByLane(watched);

  const noteThrottled = (operation: Operation, error: unknown): void => {
    const { circuit: name, lane } = ways[operation];
    if (name === undefined || !TwelveGoError.isInstance(error) || error.status !== 429) return;
    if (times.isWatching === false) return;
    watched[name].throttle.refused((error.retryAfterSeconds ?? 1) * 1_000, limits.connections(lane));
  };
  const judged = <Result>(
    { operation, timeoutMs }: TimedCall,
    work: () => Promise<Result>,
  ): Judged<Result> => {
    const startedMs = steadyNowMs();
    const { attemptMs, timeoutMs: ofPolicyMs } = policies[operation];
    const wholeMs = limits.timeoutMs(operation);
    const slowMs = (slowPart * wholeMs * attemptMs) / ofPolicyMs;
    const judge = (settled: Settled<Result>) => {
      if (!('error' in settled)) return steadyNowMs() - startedMs > slowMs ? 'slow' : 'good';
      const { error } = settled;
      if (!TwelveGoError.isInstance(error) || error.kind === 'aborted') return 'nothing';
      // Cut because the request ended, it may have been about to answer.
      if (error.kind === 'timeout' && timeoutMs < wholeMs / 2) return 'nothing';
      return faults.has(error.kind) ? 'bad' : 'good';
    };
    return { work, judge };
  };
  /** A read that succeeds shows that a write may be tried again; a customer's write never finds that out. */
  const lentToWrites = <Result>(call: Judged<Result>): Judged<Result> =>
    writeCircuits.reduce<Judged<Result>>(
      (inner, name) => ({ work: () => watched[name].circuit.lend(inner), judge: call.judge }),
      call,
    );
  return {
    heldBack(operation) {
      const { circuit: name } = ways[operation];
      if (name === undefined) return undefined;
      const throttledMs = watched[name].throttle.refusesForMs();
      if (throttledMs !== undefined) return { kind: 'rate_limited', forMs: throttledMs };
      const openMs = watched[name].circuit.refusesForMs();
      return openMs === undefined ? undefined : { kind: 'circuit_open', forMs: openMs };
    },
    roomIn: (lane) =>
      throttles[lane].reduce((limit, throttle) => throttle.limit(limit), limits.connections(lane)),
    async run(call, send) {
      const { operation, timeoutMs } = call;
      const { circuit: name } = ways[operation];
      if (name === undefined) return await send(timeoutMs);
      const toJudge = judged(call, () => send(timeoutMs));
      watched[name].budget.spent();
      try {
        return await watched[name].circuit.run(name === 'reads' ? lentToWrites(toJudge) : toJudge);
      } catch (error) {
        noteThrottled(operation, error);
        throw error;
      }
    },
    takeRetry(operation) {
      const { circuit: name } = ways[operation];
      if (name === undefined) return false;
      const { circuit, budget } = watched[name];
      return times.isWatching === false || (circuit.state() === 'closed' && budget.take());
    },
    statuses: () =>
      circuitNames.map((name) => ({
        name,
        ...watched[name].circuit.status(),
        throttledForMs: watched[name].throttle.refusesForMs(),
      })),
    notClosed: () => circuitNames.filter((name) => watched[name].circuit.state() !== 'closed'),
  };
};
