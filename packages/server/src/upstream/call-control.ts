/** Whether a call of 12go is made at all: room in its lane, a closed circuit, no throttle, and time left to the request. */
import {
  CircuitOpen,
  createCircuit,
  createFairGate,
  createRetryBudget,
  createThrottle,
  type FairGate,
  GateRefused,
  type Judged,
  type Settled,
} from '@partner-gateway/load-control';
import {
  type ErrorKind,
  type Operation,
  policies,
  type RetryNotice,
  TwelveGoError,
} from '@partner-gateway/twelvego-client';
import type { Log } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { type CallLimits, endpointOf, type Lane, lanes } from './call-limits.ts';

/** A call that somebody wants to make. */
export type WantedCall = {
  readonly operation: Operation;
  /** Whose turn it is in the lane. */
  readonly clientId: string;
  /** When the request that wants it ends, by the clock; undefined in the background. */
  readonly deadlineMs?: number | undefined;
  /** Counts the call, or refuses it, once nothing else holds it back. */
  readonly charge?: (() => Promise<void>) | undefined;
};

/** Decides over calls. */
export type CallControl = {
  /** Makes a call with the time it may take, or refuses it. @throws TwelveGoError whose outcome is `not_sent` */
  run<Result>(wanted: WantedCall, send: (timeoutMs: number) => Promise<Result>): Promise<Result>;
  /** Whether a failed attempt may be followed by another. */
  allowRetry(retry: RetryNotice): boolean;
  /** The circuits that are not closed. */
  openCircuits(): readonly string[];
};

/** What a test or a demonstration changes of it. */
export type CallControlTimes = {
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

const waitMs = 500;
/** Nobody waits for a recheck. */
const recheckWaitMs = 60_000;
/** So many wait for each connection at most. */
const queuePerConnection = 2;
const rechecksQueued = 200;
/** What is done with an answer takes time as well. */
const marginMs = 50;
const slowPart = 0.8;
const callsMin = { read: 20, write: 5 } as const;

/** What a failed call tells of 12go: a refusal of one customer's request, or key, is an answer like any other. */
const faults: ReadonlySet<ErrorKind> = new Set(['server', 'unreadable', 'connection', 'timeout']);

type Observe = { readonly log: Log; readonly metrics: Metrics };

type Clocks = {
  readonly nowMs: () => number;
  /** Never steps back. */
  readonly steadyNowMs: () => number;
  readonly random: () => number;
  readonly times: CallControlTimes;
};

const refusal = (
  operation: Operation,
  kind: 'overloaded' | 'circuit_open' | 'rate_limited' | 'timeout',
  forMs: number,
): TwelveGoError =>
  new TwelveGoError({
    operation,
    kind,
    retryable: true,
    ...('write' in policies[operation] && { outcome: 'not_sent' }),
    ...(kind !== 'timeout' && { retryAfterSeconds: Math.max(1, Math.ceil(forMs / 1_000)) }),
  });

const createCircuits = ({ log, metrics }: Observe, { steadyNowMs, random, times }: Clocks) => {
  const make = (name: CircuitName) => {
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
  return Object.fromEntries(circuitNames.map((name) => [name, make(name)])) as Readonly<
    Record<CircuitName, ReturnType<typeof make>>
  >;
};

type Circuits = ReturnType<typeof createCircuits>;

const createGates = ({ metrics }: Observe, limits: CallLimits, circuits: Circuits) => {
  const make = (lane: Lane): FairGate => {
    const throttles = circuitNames
      .filter((name) => Object.values(ways).some((way) => way.lane === lane && way.circuit === name))
      .map((name) => circuits[name].throttle);
    const gate = createFairGate({
      limit: () => throttles.reduce((limit, throttle) => throttle.limit(limit), limits.connections(lane)),
      queueMax: () => (lane === 'rechecks' ? rechecksQueued : queuePerConnection * limits.connections(lane)),
      waitMs: lane === 'rechecks' ? recheckWaitMs : waitMs,
    });
    metrics.observe('gateway.12go.running', () => gate.running(), { upstream_endpoint: lane });
    metrics.observe('gateway.12go.waiting', () => gate.waiting(), { upstream_endpoint: lane });
    return gate;
  };
  return Object.fromEntries(lanes.map((lane) => [lane, make(lane)])) as Readonly<Record<Lane, FairGate>>;
};

/**
 * Makes the control of this instance.
 *
 * @example
 * ```ts
 * await control.run({ operation: 'search', clientId }, (timeoutMs) => transport.send(call, key, { timeoutMs }));
 * ```
 */
export const createCallControl = (limits: CallLimits, observe: Observe, clocks: Clocks): CallControl => {
  const { nowMs, steadyNowMs, times } = clocks;
  const circuits = createCircuits(observe, clocks);
  const gates = createGates(observe, limits, circuits);

  /** Milliseconds for a call; a write that begins is not cut by its request, but does not begin after it. */
  const timeFor = ({ operation, deadlineMs = Number.POSITIVE_INFINITY }: WantedCall): number => {
    const { lane } = ways[operation];
    const ownMs = limits.timeoutMs(operation);
    const leftMs = deadlineMs - nowMs() - marginMs;
    if (lane === 'rechecks') return ownMs;
    if (leftMs <= 0) throw refusal(operation, 'timeout', 0);
    return lane === 'writes' ? ownMs : Math.min(ownMs, leftMs);
  };
  const assertClosed = (operation: Operation): void => {
    const { circuit: name } = ways[operation];
    if (name === undefined) return;
    const throttledMs = circuits[name].throttle.refusesForMs();
    if (throttledMs !== undefined) throw refusal(operation, 'rate_limited', throttledMs);
    const openMs = circuits[name].circuit.refusesForMs();
    if (openMs !== undefined) throw refusal(operation, 'circuit_open', openMs);
  };
  /** Once it is let in, a call goes out: whatever it has to wait for comes before. */
  const letIn = async ({ operation, clientId, ...wanted }: WantedCall) => {
    const isWaiting = ways[operation].lane === 'rechecks' ? recheckWaitMs : waitMs;
    const leftMs = timeFor({ operation, clientId, ...wanted });
    try {
      return await gates[ways[operation].lane].enter(clientId, { waitMs: Math.min(isWaiting, leftMs) });
    } catch (error) {
      if (!(error instanceof GateRefused)) throw error;
      throw refusal(operation, 'overloaded', 1_000);
    }
  };
  const noteThrottled = (operation: Operation, error: unknown): void => {
    const { circuit: name, lane } = ways[operation];
    if (name === undefined || !TwelveGoError.isInstance(error) || error.status !== 429) return;
    if (times.isWatching === false) return;
    circuits[name].throttle.refused((error.retryAfterSeconds ?? 1) * 1_000, limits.connections(lane));
  };
  const judged = <Result>(
    operation: Operation,
    timeoutMs: number,
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
      (inner, name) => ({ work: () => circuits[name].circuit.lend(inner), judge: call.judge }),
      call,
    );
  const make = async <Result>(
    { operation }: WantedCall,
    timeoutMs: number,
    send: (timeoutMs: number) => Promise<Result>,
  ): Promise<Result> => {
    const { circuit: name } = ways[operation];
    if (name === undefined) return await send(timeoutMs);
    const call = judged(operation, timeoutMs, () => send(timeoutMs));
    circuits[name].budget.spent();
    try {
      return await circuits[name].circuit.run(name === 'reads' ? lentToWrites(call) : call);
    } catch (error) {
      noteThrottled(operation, error);
      throw error instanceof CircuitOpen ? refusal(operation, 'circuit_open', error.retryAfterMs) : error;
    }
  };
  const told = (error: unknown): unknown => {
    if (TwelveGoError.isInstance(error))
      observe.metrics.count('gateway.12go.held_back', {
        upstream_endpoint: endpointOf(error.operation),
        reason: error.kind,
      });
    return error;
  };
  return {
    async run(wanted, send) {
      const { operation } = wanted;
      let leave = (): void => undefined;
      let timeoutMs = 0;
      try {
        assertClosed(operation);
        leave = await letIn(wanted);
        assertClosed(operation);
        await wanted.charge?.();
        timeoutMs = timeFor(wanted);
      } catch (error) {
        leave();
        throw told(error);
      }
      try {
        return await make(wanted, timeoutMs, send);
      } finally {
        leave();
      }
    },
    allowRetry({ operation }) {
      const { circuit: name } = ways[operation];
      if (name === undefined) return false;
      const { circuit, budget } = circuits[name];
      if (times.isWatching !== false && (circuit.state() !== 'closed' || !budget.take())) return false;
      observe.metrics.count('gateway.12go.retries', { upstream_endpoint: endpointOf(operation) });
      return true;
    },
    openCircuits: () => circuitNames.filter((name) => circuits[name].circuit.state() !== 'closed'),
  };
};
