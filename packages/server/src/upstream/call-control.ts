/** Whether a call of 12go is made at all: room in its lane, nothing that holds it back, its charge, and time left to the request. */
import { CircuitOpen, createFairGate, type FairGate, GateRefused } from '@partner-gateway/load-control';
import type { Metrics } from '@partner-gateway/telemetry';
import { type Operation, policies, type RetryNotice, TwelveGoError } from '@partner-gateway/twelvego-client';
import { type CallCircuits, laneOf, type NamedCircuit } from './call-circuits.ts';
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
  /** Every circuit, for people to read. */
  circuits(): readonly NamedCircuit[];
  /** Every lane, for people to read. */
  lanes(): readonly LaneStatus[];
};

/** Calls of a lane: those under way, those that wait, and how many may be under way now and where nothing holds back. */
export type LaneStatus = {
  readonly lane: Lane;
  readonly running: number;
  readonly waiting: number;
  readonly room: number;
  readonly connections: number;
};

const waitMs = 500;
/** Nobody waits for a recheck. */
const recheckWaitMs = 60_000;
/** So many wait for each connection at most. */
const queuePerConnection = 2;
const rechecksQueued = 200;
/** What is done with an answer takes time as well. */
const marginMs = 50;

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

/** What decides beside the control. */
type Deciding = { readonly limits: CallLimits; readonly circuits: CallCircuits };

type Around = { readonly metrics: Metrics; readonly nowMs: () => number };

const createGates = ({ limits, circuits }: Deciding, metrics: Metrics): Readonly<Record<Lane, FairGate>> => {
  const make = (lane: Lane): FairGate => {
    const gate = createFairGate({
      limit: () => circuits.roomIn(lane),
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
export const createCallControl = (deciding: Deciding, { metrics, nowMs }: Around): CallControl => {
  const { limits, circuits } = deciding;
  const gates = createGates(deciding, metrics);

  /** Milliseconds for a call; a write that begins is not cut by its request, but does not begin after it. */
  const timeFor = ({ operation, deadlineMs = Number.POSITIVE_INFINITY }: WantedCall): number => {
    const lane = laneOf(operation);
    const ownMs = limits.timeoutMs(operation);
    const leftMs = deadlineMs - nowMs() - marginMs;
    if (lane === 'rechecks') return ownMs;
    if (leftMs <= 0) throw refusal(operation, 'timeout', 0);
    return lane === 'writes' ? ownMs : Math.min(ownMs, leftMs);
  };
  const assertNotHeldBack = (operation: Operation): void => {
    const held = circuits.heldBack(operation);
    if (held !== undefined) throw refusal(operation, held.kind, held.forMs);
  };
  /** Once it is let in, a call goes out: whatever it has to wait for comes before. */
  const letIn = async (wanted: WantedCall) => {
    const { operation, clientId } = wanted;
    const lane = laneOf(operation);
    const longestMs = lane === 'rechecks' ? recheckWaitMs : waitMs;
    const leftMs = timeFor(wanted);
    try {
      return await gates[lane].enter(clientId, { waitMs: Math.min(longestMs, leftMs) });
    } catch (error) {
      if (!(error instanceof GateRefused)) throw error;
      throw refusal(operation, 'overloaded', 1_000);
    }
  };
  const told = (error: unknown): unknown => {
    if (TwelveGoError.isInstance(error))
      metrics.count('gateway.12go.held_back', {
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
        assertNotHeldBack(operation);
        leave = await letIn(wanted);
        assertNotHeldBack(operation);
        await wanted.charge?.();
        timeoutMs = timeFor(wanted);
      } catch (error) {
        leave();
        throw told(error);
      }
      try {
        return await circuits.run({ operation, timeoutMs }, send);
      } catch (error) {
        throw error instanceof CircuitOpen ? refusal(operation, 'circuit_open', error.retryAfterMs) : error;
      } finally {
        leave();
      }
    },
    allowRetry({ operation }) {
      const isAllowed = circuits.takeRetry(operation);
      if (isAllowed) metrics.count('gateway.12go.retries', { upstream_endpoint: endpointOf(operation) });
      return isAllowed;
    },
    openCircuits: () => circuits.notClosed(),
    circuits: () => circuits.statuses(),
    lanes: () =>
      lanes.map((lane) => ({
        lane,
        running: gates[lane].running(),
        waiting: gates[lane].waiting(),
        room: circuits.roomIn(lane),
        connections: limits.connections(lane),
      })),
  };
};
