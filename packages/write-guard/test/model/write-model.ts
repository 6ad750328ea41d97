/**
 * The write protocol as a model: concurrent attempts of one cart on several instances, an upstream, a resolver, and a store
 * that forgets, is promoted from a copy, is split, steps its clock, or is not heard. The store's steps are the shipped
 * transitions; only the attempts' walk through them is told again here.
 */
import { type BeginReply, begin } from '../../src/protocol/begin.ts';
import type { Belief, Moment, TokenStamp } from '../../src/protocol/memory-trust.ts';
import { defaultProtocolTimes, type Epoch, type Outcome } from '../../src/protocol/record.ts';
import { finish, markUnknown, release, settle, toSend } from '../../src/protocol/transitions.ts';
import type { Model } from './explore.ts';
import {
  type Attempt,
  cellOf,
  encodeState,
  failOver,
  forget,
  isUnderWay,
  type Place,
  type Resolving,
  renewEpoch,
  type Site,
  sendWindow,
  settleTicks,
  siteOf,
  stepClock,
  tick,
  upstreamRun,
  type WriteState,
  withAttempt,
  withCell,
} from './write-state.ts';

/** Switching one of them off must make the search find a story that goes wrong. */
export type Guards = {
  /** G1: an expired lease never leads back to sending. */
  noReExecution: boolean;
  /** G2: a write that is late after its promise is dropped. */
  sendWindow: boolean;
  /** G3: a read that says "no" is believed only when it was made after the settle time. */
  settleTime: boolean;
  /** G3, second half: the settle time counts from when the clock is known to have run evenly. */
  steadyClock: boolean;
  /** G4: a memory that did not vouch for the token never executes it. */
  coverage: boolean;
  /** G4, second half: the scripts check the epoch themselves. */
  epochInScript: boolean;
  /** G4, third half: and the run of the server. */
  runInScript: boolean;
  /** G5: a step of the store's clock ends its memory. */
  clockWatched: boolean;
  /** G6: a promise counts when a majority has it. */
  majority: boolean;
  /** G7: without the store nothing is sent, not even after a read that says no. */
  refusedWithoutStore: boolean;
  /** An answer speaks of the operation, not of its own attempt. */
  operationOutcome: boolean;
};
const allGuards: Guards = {
  noReExecution: true,
  sendWindow: true,
  settleTime: true,
  steadyClock: true,
  coverage: true,
  epochInScript: true,
  runInScript: true,
  clockWatched: true,
  majority: true,
  refusedWithoutStore: true,
  operationOutcome: true,
};

export type ModelOptions = {
  /** The idempotency key of each concurrent attempt; equal keys are one client's retries. */
  keys: readonly number[];
  memoryLosses?: number;
  /** A copy may be promoted while the old server goes on. */
  failovers?: number;
  clockSteps?: number;
  /** Which server's memory the token was issued under: the first, or the promoted one. */
  tokenOf?: 0 | 1;
  /** The other kind of write: no token, but a read before sending, as confirm and cancel do. */
  readsBeforeSending?: boolean;
  guards?: Partial<Guards>;
  /** Looks for these kinds of violations only. Default: all. */
  invariants?: readonly Invariant[];
};

type Invariant = 'I1' | 'I2' | 'I3' | 'I4';

const modelTimes = {
  ...defaultProtocolTimes,
  leaseMs: 1,
  settleMs: settleTicks,
  coverMarginMs: 0,
  firstLookUpMs: 0,
  recordTtlMs: 1_000_000,
};
const longAgo = -1;
const sameRequest = 'same request';

const firstEpoch: Epoch = {
  id: 'r0-0',
  runId: 'r0',
  sinceMs: -settleTicks,
  steadySinceMs: -settleTicks,
  seenMs: 0,
  settled: true,
  cause: 'first',
};

const tellExecuted = (state: WriteState): WriteState => ({
  ...state,
  toldFalsely: state.toldFalsely || state.executions === 0,
});
const tellRefused = (state: WriteState, key: number): WriteState => ({
  ...state,
  refusedKeys: state.refusedKeys | (1 << key),
});
const tell = (state: WriteState, key: number, outcome: Outcome): WriteState =>
  outcome === 'executed' ? tellExecuted(state) : tellRefused(state, key);
/** An answer that is not final, but says that nothing was executed. */
const deny = (state: WriteState): WriteState => ({
  ...state,
  deniedFalsely: state.deniedFalsely || state.executions > 0 || isUnderWay(state),
});

class WriteModel implements Model<WriteState> {
  readonly initial: WriteState;
  readonly guards: Guards;
  readonly readsBeforeSending: boolean;
  readonly tokenOf: 0 | 1;
  readonly invariants: readonly Invariant[];

  constructor(options: ModelOptions) {
    this.readsBeforeSending = options.readsBeforeSending ?? false;
    this.tokenOf = options.tokenOf ?? 0;
    this.invariants = options.invariants ?? ['I1', 'I2', 'I3', 'I4'];
    this.guards = { ...allGuards, ...options.guards };
    const idems = Array.from({ length: Math.max(...options.keys) + 1 }, () => undefined);
    this.initial = {
      sites: [{ runId: 'r0', epoch: firstEpoch, op: undefined, idems, stepped: false }],
      attempts: options.keys.map((key) => ({
        key,
        at: 'learn',
        epoch: '',
        site: 0,
        fence: 0,
        promiseAge: 0,
        call: 'none',
        callAge: 0,
      })),
      resolving: undefined,
      epochs: 1,
      lossesLeft: options.memoryLosses ?? 0,
      failoversLeft: options.failovers ?? 0,
      stepsLeft: options.clockSteps ?? 0,
      executions: 0,
      executedKeys: 0,
      refusedKeys: 0,
      toldStale: false,
      toldFalsely: false,
      deniedFalsely: false,
    };
  }

  violation(state: WriteState): string | undefined {
    const broken = this.broken(state);
    return broken !== undefined && this.invariants.includes(broken[0]) ? broken.join(': ') : undefined;
  }

  broken(state: WriteState): [Invariant, string] | undefined {
    if (state.executions > 1) return ['I1', 'executed twice'];
    if (state.toldFalsely) return ['I2', 'told "booked" without a booking'];
    // A confirm that was refused and is asked for again after a loss is a new request: no token says when it began.
    const isNewRequest = this.readsBeforeSending && state.epochs > 1;
    const wasRefused = (state.refusedKeys & state.executedKeys) !== 0;
    if (wasRefused && !isNewRequest) return ['I3', 'told "not executed", but executed'];
    if (state.toldStale && state.executions > 0) return ['I3', 'told "will not be executed", but executed'];
    if (state.deniedFalsely) return ['I4', 'said "nothing was executed" of what was, or was on its way'];
    return undefined;
  }

  *steps(state: WriteState): Generator<readonly [string, WriteState]> {
    const isTokenIssued =
      this.tokenOf < state.sites.length && siteOf(state, this.tokenOf).epoch.runId === `r${this.tokenOf}`;
    if (isTokenIssued || this.readsBeforeSending)
      for (const [index, attempt] of state.attempts.entries())
        yield* this.attemptSteps(state, index, attempt);
    yield* this.resolverSteps(state);
    yield ['time passes', tick(state)];
    for (const [site, { op, stepped }] of state.sites.entries()) {
      if (op !== undefined && op.state !== 'DONE' && op.leaseUntilMs > 0)
        yield [
          `a lease runs out at ${site}`,
          withCell(
            state,
            { site, key: -1 },
            { ...cellOf(siteOf(state, site), -1), op: { ...op, leaseUntilMs: longAgo } },
          ),
        ];
      if (state.lossesLeft > 0) yield [`the store ${site} forgets`, forget(state, site)];
      if (state.stepsLeft > 0 && !stepped) {
        yield [`the clock of ${site} steps`, stepClock(state, site, 'little')];
        yield [`the clock of ${site} steps so far that records expire`, stepClock(state, site, 'far')];
      }
    }
    if (state.failoversLeft > 0) {
      for (const how of ['whole', 'lagging'] as const)
        yield [`a copy is promoted, ${how}; its memory begins`, renewEpoch(failOver(state, how), 1)];
      // Behind a connection that stayed nobody has asked the new server for its memory yet.
      if (this.tokenOf === 0)
        yield ['a lagging copy is promoted behind the same address', failOver(state, 'lagging')];
    }
  }

  *attemptSteps(
    state: WriteState,
    index: number,
    attempt: Attempt,
  ): Generator<readonly [string, WriteState]> {
    const name = `attempt ${index}`;
    yield* this.upstreamSteps(state, index, attempt);
    if (attempt.at === 'done') return;
    yield [`${name} crashes`, withAttempt(state, index, { at: 'done' })];
    switch (attempt.at) {
      case 'learn':
        for (const site of state.sites.keys())
          yield [`${name} learns the epoch of ${site}`, this.learnStep(state, index, site)];
        return;
      case 'begin':
      case 'beginAgain':
        yield* this.beginSteps(state, index, attempt, name);
        return;
      case 'readStale':
        yield [`${name} reads, its token being stale`, readStale(state, index)];
        return;
      case 'readFirst':
        yield [`${name} reads before it tries again`, readFirst(state, index)];
        return;
      case 'claimed':
        yield [`${name} refuses before sending`, this.refuseStep(state, index, attempt)];
        if (this.readsBeforeSending)
          yield [`${name} reads the booking`, this.checkStep(state, index, attempt)];
        else yield* this.toSendSteps(state, index, attempt, name);
        return;
      case 'checked':
        yield* this.toSendSteps(state, index, attempt, name);
        return;
      case 'promised':
        yield* this.promisedSteps(state, index, attempt, name);
        return;
      case 'waiting':
        yield* this.waitingSteps(state, index, attempt, name);
    }
  }

  /** A server whose run is not that of its records, or whose clock was seen to step, begins a new memory when it is asked. */
  learnStep(state: WriteState, index: number, site: number): WriteState {
    const { epoch, runId, stepped } = siteOf(state, site);
    const isOver = epoch.runId !== runId || (stepped && this.guards.clockWatched);
    const next = isOver ? renewEpoch(state, site) : state;
    return withAttempt(next, index, { at: 'begin', site, epoch: siteOf(next, site).epoch.id });
  }

  moment({ runId, epoch }: Site): Moment {
    return { nowMs: 0, runId: this.guards.runInScript ? runId : epoch.runId, times: modelTimes };
  }

  /** A clock that stepped is one that the caller's own contradicts. */
  belief({ stepped, epoch }: Site, attempt: Pick<Attempt, 'epoch'>): Belief {
    const epochId = this.guards.epochInScript ? attempt.epoch : epoch.id;
    const latestMs = stepped && this.guards.clockWatched ? longAgo : Number.POSITIVE_INFINITY;
    return { epochId, earliestMs: Number.NEGATIVE_INFINITY, latestMs };
  }

  token({ epoch }: Site, attempt: Attempt): { token?: TokenStamp } {
    if (this.readsBeforeSending) return {};
    if (!this.guards.coverage) return { token: { memoryId: epoch.id, issuedAtMs: 0 } };
    // Without the check inside the script, the gateway's own belief is all there is to compare the token with.
    const memoryId = this.tokenOf === 0 ? 'r0-0' : 'r1-1';
    const isBelieved = !this.guards.epochInScript && attempt.epoch === memoryId;
    const issuedAtMs = this.tokenOf === 0 ? -10 * settleTicks : 1;
    return { token: { memoryId: isBelieved ? epoch.id : memoryId, issuedAtMs } };
  }

  *beginSteps(
    state: WriteState,
    index: number,
    attempt: Attempt,
    name: string,
  ): Generator<readonly [string, WriteState]> {
    for (const site of state.sites.keys()) {
      if (site !== attempt.site && attempt.at === 'beginAgain') continue;
      yield [`${name} begins at ${site}`, this.beginStep(state, index, { ...attempt, site })];
    }
    const gone = withAttempt(state, index, { at: 'done' });
    yield [`${name} does not hear the store`, this.guards.operationOutcome ? gone : deny(gone)];
    if (!this.guards.refusedWithoutStore && state.executions === 0)
      yield [
        `${name} sends without the store`,
        withAttempt(state, index, { at: 'waiting', call: 'pending', callAge: 0 }),
      ];
  }

  beginStep(state: WriteState, index: number, attempt: Attempt): WriteState {
    const site = siteOf(state, attempt.site);
    const cell = cellOf(this.guards.noReExecution ? site : reviveExpired(site), attempt.key);
    const input = {
      ...this.belief(site, attempt),
      ...this.token(site, attempt),
      attemptId: String(index),
      recordKey: String(attempt.key),
      keyed: true,
      fingerprint: sameRequest,
      requestId: '',
      context: '',
      readSaysNo: attempt.at === 'beginAgain',
    };
    const { cell: next, reply } = begin(cell, input, this.moment(site));
    const begun = withCell(
      withAttempt(state, index, attempt),
      { site: attempt.site, key: attempt.key },
      next,
    );
    return this.afterBegin(begun, index, attempt, reply);
  }

  afterBegin(state: WriteState, index: number, attempt: Attempt, reply: BeginReply): WriteState {
    const go = (at: Place) => withAttempt(state, index, { at });
    switch (reply.kind) {
      case 'claimed':
        return withAttempt(state, index, { at: 'claimed', fence: reply.fence });
      case 'replay':
        return tell(go('done'), attempt.key, reply.outcome);
      case 'already_done':
        return tellExecuted(go('done'));
      case 'uncovered':
        return go('readStale');
      case 'read_first':
        return go('readFirst');
      // Answered "unknown"; the client asks again later, with the same key.
      case 'running':
      case 'unknown':
      case 'unsettled':
      case 'split':
      case 'epoch_changed':
      case 'off_clock':
        return this.guards.operationOutcome ? go('learn') : deny(go('learn'));
      case 'key_reused':
        throw new Error('all attempts of the model are the same request');
    }
  }

  checkStep(state: WriteState, index: number, attempt: Attempt): WriteState {
    if (state.executions === 0) return withAttempt(state, index, { at: 'checked' });
    return tellExecuted(this.giveBack(state, index, attempt).state);
  }

  /** Script and majority: after a fail-over the old server is alone, since each of the others follows the new one. */
  *toSendSteps(
    state: WriteState,
    index: number,
    attempt: Attempt,
    name: string,
  ): Generator<readonly [string, WriteState]> {
    for (const at of state.sites.keys()) {
      const site = siteOf(state, at);
      const claim = { attemptId: String(index), fence: attempt.fence, ...this.belief(site, attempt) };
      const { cell, reply } = toSend(cellOf(site, attempt.key), claim, this.moment(site));
      const here = { ...attempt, site: at };
      const promised = withCell(withAttempt(state, index, here), { site: at, key: attempt.key }, cell);
      const hasMajority = !this.guards.majority || at === state.sites.length - 1;
      if (reply.kind !== 'sending' || !hasMajority) {
        yield [`${name} gets no promise at ${at}`, this.giveBack(promised, index, here).state];
        continue;
      }
      yield [`${name} promises at ${at}`, withAttempt(promised, index, { at: 'promised', promiseAge: 0 })];
      yield [`${name} promises at ${at}, and hears nothing`, this.silently(promised, index)];
    }
  }

  /** It sends nothing, and while it held the claim nobody could. What it cannot say of a write without a token, a token proves. */
  silently(state: WriteState, index: number): WriteState {
    const gone = withAttempt(state, index, { at: 'done' });
    return this.readsBeforeSending ? gone : deny(gone);
  }

  giveBack(state: WriteState, index: number, attempt: Attempt): { state: WriteState; isProved: boolean } {
    const claim = { attemptId: String(index), fence: attempt.fence };
    const { cell, reply } = release(cellOf(siteOf(state, attempt.site), attempt.key), claim, { nowMs: 0 });
    const released = withCell(state, { site: attempt.site, key: attempt.key }, cell);
    const isProved = reply.kind === 'released' && !this.readsBeforeSending;
    return { state: withAttempt(released, index, { at: 'done' }), isProved };
  }

  refuseStep(state: WriteState, index: number, attempt: Attempt): WriteState {
    const { state: next, isProved } = this.giveBack(state, index, attempt);
    return isProved ? deny(next) : next;
  }

  *promisedSteps(
    state: WriteState,
    index: number,
    attempt: Attempt,
    name: string,
  ): Generator<readonly [string, WriteState]> {
    yield [`${name} provably sends nothing`, this.refuseStep(state, index, attempt)];
    if (this.guards.sendWindow && attempt.promiseAge > sendWindow) return;
    yield [`${name} sends`, withAttempt(state, index, { at: 'waiting', call: 'pending', callAge: 0 })];
  }

  *waitingSteps(
    state: WriteState,
    index: number,
    attempt: Attempt,
    name: string,
  ): Generator<readonly [string, WriteState]> {
    const claim = { attemptId: String(index), fence: attempt.fence };
    const place = { site: attempt.site, key: attempt.key };
    const { cell: unknown } = markUnknown(cellOf(siteOf(state, attempt.site), attempt.key), claim);
    const lost = withAttempt(withCell(state, place, unknown), index, { at: 'done' });
    yield [`${name} gives up waiting`, lost];
    if (attempt.call !== 'executed' && attempt.call !== 'rejected') return;
    const outcome: Outcome = attempt.call === 'executed' ? 'executed' : 'not_executed';
    const told = tell(withAttempt(state, index, { at: 'done' }), attempt.key, outcome);
    yield [`${name} answers "${outcome}", the store being away`, told];
    const verdict = { ...claim, outcome, answer: '' };
    const { cell } = finish(cellOf(siteOf(state, attempt.site), attempt.key), verdict, { nowMs: 0 });
    yield [`${name} finishes with "${outcome}"`, withCell(told, place, cell)];
  }

  *upstreamSteps(
    state: WriteState,
    index: number,
    attempt: Attempt,
  ): Generator<readonly [string, WriteState]> {
    if (attempt.call !== 'pending' || attempt.callAge > upstreamRun) return;
    yield [
      `the upstream executes attempt ${index}`,
      {
        ...withAttempt(state, index, { call: 'executed' }),
        executions: state.executions + 1,
        executedKeys: state.executedKeys | (1 << attempt.key),
      },
    ];
    yield [`the upstream refuses attempt ${index}`, withAttempt(state, index, { call: 'rejected' })];
  }

  *resolverSteps(state: WriteState): Generator<readonly [string, WriteState]> {
    const { resolving } = state;
    if (resolving === undefined) {
      for (const [site, { op, epoch, runId, stepped }] of state.sites.entries()) {
        if (op === undefined || (op.state !== 'UNKNOWN' && op.state !== 'SENDING')) continue;
        // Taking it asks the store like any other command: another run or a step is noticed, and learned.
        if (epoch.runId !== runId || (stepped && this.guards.clockWatched)) {
          yield [`the resolver learns the memory of ${site}`, renewEpoch(state, site)];
          continue;
        }
        const from = this.guards.steadyClock ? Math.max(op.sentAtMs, epoch.steadySinceMs) : op.sentAtMs;
        const readAge = this.guards.settleTime ? -from : settleTicks;
        const taken = { site, epoch: epoch.id, owner: Number(op.owner), fence: op.fence, readAge };
        yield [`the resolver takes it at ${site}`, { ...state, resolving: taken }];
      }
      return;
    }
    yield ['the resolver drops it', { ...state, resolving: undefined }];
    if (resolving.says === undefined) {
      const says: Outcome = state.executions > 0 ? 'executed' : 'not_executed';
      yield [`the resolver reads "${says}"`, { ...state, resolving: { ...resolving, says } }];
      return;
    }
    yield [`the resolver settles "${resolving.says}"`, this.settleStep(state, resolving, resolving.says)];
  }

  settleStep(state: WriteState, resolving: Resolving, says: Outcome): WriteState {
    const site = siteOf(state, resolving.site);
    const key = Number(site.op?.recordKey ?? 0);
    const verdict = { attemptId: String(resolving.owner), fence: resolving.fence, outcome: says, answer: '' };
    const steady = this.guards.steadyClock ? site.epoch : { ...site.epoch, steadySinceMs: -2 * settleTicks };
    const from = Math.max(site.op?.sentAtMs ?? 0, steady.steadySinceMs);
    const isSameMemory = site.epoch.id === resolving.epoch || !this.guards.steadyClock;
    const readAtMs = from + (isSameMemory ? resolving.readAge : 0);
    const { cell, reply } = settle(
      cellOf({ ...site, epoch: steady }, key),
      { ...verdict, ...this.belief(site, { epoch: site.epoch.id }), readAtMs, decidedBy: 'read' },
      this.moment(site),
    );
    const settled = withCell(state, { site: resolving.site, key }, { ...cell, epoch: site.epoch });
    const next: WriteState = { ...settled, resolving: undefined };
    // The client that polls its 202 sees the settled answer at once.
    return reply.kind === 'done' ? tell(next, key, says) : next;
  }

  encode(state: WriteState): string {
    return encodeState(state);
  }
}

const readStale = (state: WriteState, index: number): WriteState => {
  const next = withAttempt(state, index, { at: 'done' });
  return state.executions > 0 ? tellExecuted(next) : { ...next, toldStale: true };
};

const readFirst = (state: WriteState, index: number): WriteState =>
  state.executions > 0
    ? tellExecuted(withAttempt(state, index, { at: 'done' }))
    : withAttempt(state, index, { at: 'beginAgain' });

/** What G1 forbids: a dead owner's send counts as not begun. */
const reviveExpired = (site: Site): Site => {
  const { op } = site;
  return op?.state === 'SENDING' && op.leaseUntilMs <= 0
    ? { ...site, op: { ...op, state: 'CLAIMED', leaseUntilMs: longAgo } }
    : site;
};

/**
 * Builds the model for {@link explore}.
 *
 * @example
 * explore(createWriteModel({ keys: [0, 0, 1], memoryLosses: 2 })).violation; // undefined
 */
export const createWriteModel = (options: ModelOptions): Model<WriteState> => new WriteModel(options);
