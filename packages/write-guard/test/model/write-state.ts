/** What the model of the write protocol remembers, how time, loss and fail-over change it, and which states count as one. */
import type { Epoch, IdemRecord, OpRecord, Outcome } from '../../src/protocol/record.ts';
import type { Cell } from '../../src/protocol/transitions.ts';

/** Time in steps. The shipped ratios: send window + longest upstream run < settle time. */
export const sendWindow = 1;
export const upstreamRun = 1;
export const settleTicks = sendWindow + upstreamRun + 1;

/**
 * `learn` the epoch, `begin`, `claimed`, `checked` where a read comes before sending, `promised`, `waiting` for the
 * upstream, `done` (answered, gone or crashed); `readStale` and `readFirst` before the reads that only some replies need, `beginAgain` after the second.
 */
export type Place =
  | 'learn'
  | 'begin'
  | 'beginAgain'
  | 'readStale'
  | 'readFirst'
  | 'claimed'
  | 'checked'
  | 'promised'
  | 'waiting'
  | 'done';
type Call = 'none' | 'pending' | 'executed' | 'rejected';

export type Attempt = {
  key: number;
  at: Place;
  /** The epoch it believes in, and the site its last command reached. */
  epoch: string;
  site: number;
  fence: number;
  /** Steps since the store's promise, and since the write left; both stop counting when nothing depends on them. */
  promiseAge: number;
  call: Call;
  callAge: number;
};

/** A server with a copy of the data. After a fail-over there are two, and anybody may still reach the old one. */
export type Site = {
  runId: string;
  epoch: Epoch;
  op: OpRecord | undefined;
  idems: readonly (IdemRecord | undefined)[];
  /** Its clock stepped, and nobody has noticed yet. */
  stepped: boolean;
};

/**
 * An open outcome taken by the resolver; `readAge` is how long after sending, and after the clock was known to run evenly, its
 * read was begun, in the epoch it was begun in.
 */
export type Resolving = {
  site: number;
  epoch: string;
  owner: number;
  fence: number;
  readAge: number;
  says?: Outcome;
};

export type WriteState = {
  sites: readonly Site[];
  attempts: readonly Attempt[];
  resolving: Resolving | undefined;
  /** Names of epochs that were given out. */
  epochs: number;
  lossesLeft: number;
  failoversLeft: number;
  stepsLeft: number;
  executions: number;
  executedKeys: number;
  /** Keys that were told a final "no", as bits. */
  refusedKeys: number;
  toldStale: boolean;
  /** Somebody was told of a booking when there was none. */
  toldFalsely: boolean;
  /** Somebody was told "nothing was executed" of an operation that was, or was on its way. */
  deniedFalsely: boolean;
};

export const withAttempt = (state: WriteState, index: number, change: Partial<Attempt>): WriteState => ({
  ...state,
  attempts: state.attempts.map((attempt, at) => (at === index ? { ...attempt, ...change } : attempt)),
});

const withSite = (state: WriteState, index: number, change: Partial<Site>): WriteState => ({
  ...state,
  sites: state.sites.map((site, at) => (at === index ? { ...site, ...change } : site)),
});

export const siteOf = (state: WriteState, index: number): Site => {
  const site = state.sites[index];
  if (site === undefined) throw new Error(`there is no site ${index}`);
  return site;
};

export const cellOf = ({ epoch, op, idems }: Site, key: number): Cell => {
  const idem = idems[key];
  return { epoch, ...(op && { op }), ...(idem && { idem }) };
};

export const withCell = (state: WriteState, at: { site: number; key: number }, cell: Cell): WriteState => {
  const { idems, epoch } = siteOf(state, at.site);
  return withSite(state, at.site, {
    epoch: cell.epoch ?? epoch,
    op: cell.op,
    idems: idems.map((idem, index) => (index === at.key ? cell.idem : idem)),
  });
};

/** A new memory on a server: nothing of the time before it counts as settled. */
export const renewEpoch = (state: WriteState, site: number): WriteState => {
  const { runId } = siteOf(state, site);
  const epoch: Epoch = {
    id: `${runId}-${state.epochs}`,
    runId,
    sinceMs: 0,
    steadySinceMs: 0,
    seenMs: 0,
    settled: false,
    cause: 'lost',
  };
  return { ...withSite(state, site, { epoch, stepped: false }), epochs: state.epochs + 1 };
};

export const forget = (state: WriteState, site: number): WriteState => {
  const { idems } = siteOf(state, site);
  const empty = withSite(state, site, { op: undefined, idems: idems.map(() => undefined) });
  return { ...renewEpoch(empty, site), lossesLeft: state.lossesLeft - 1 };
};

/** A copy is promoted, whole or as it was before anything happened; the old server goes on for whoever still reaches it. */
export const failOver = (state: WriteState, how: 'whole' | 'lagging'): WriteState => {
  const old = siteOf(state, 0);
  const copy = how === 'whole' ? old : { ...old, op: undefined, idems: old.idems.map(() => undefined) };
  return {
    ...state,
    sites: [...state.sites, { ...copy, runId: 'r1', stepped: false }],
    failoversLeft: state.failoversLeft - 1,
  };
};

const aged = (ms: number): number => Math.max(ms - 1, -settleTicks);

/** The store's clock runs ahead at once: leases end, everything looks settled; far enough, the records are gone. */
export const stepClock = (state: WriteState, site: number, how: 'little' | 'far'): WriteState => {
  const { epoch, op, idems } = siteOf(state, site);
  const aheadOp = op && {
    ...op,
    sentAtMs: -settleTicks,
    leaseUntilMs: op.state === 'DONE' ? op.leaseUntilMs : -1,
  };
  return {
    ...withSite(state, site, {
      stepped: true,
      epoch: { ...epoch, sinceMs: -settleTicks, steadySinceMs: -settleTicks },
      op: how === 'far' ? undefined : aheadOp,
      idems: how === 'far' ? idems.map(() => undefined) : idems,
    }),
    stepsLeft: state.stepsLeft - 1,
  };
};

/** Ages stop where nothing depends on them any more, so the states stay finitely many without bounding time. */
export const tick = (state: WriteState): WriteState => ({
  ...state,
  sites: state.sites.map((site) => ({
    ...site,
    epoch: {
      ...site.epoch,
      sinceMs: aged(site.epoch.sinceMs),
      steadySinceMs: aged(site.epoch.steadySinceMs),
      seenMs: 0,
    },
    op: site.op && { ...site.op, sentAtMs: aged(site.op.sentAtMs) },
  })),
  attempts: state.attempts.map((attempt) => ({
    ...attempt,
    promiseAge: attempt.at === 'promised' ? Math.min(attempt.promiseAge + 1, sendWindow + 1) : 0,
    callAge: attempt.call === 'pending' ? Math.min(attempt.callAge + 1, upstreamRun + 1) : 0,
  })),
});

/** Whether a write may still reach or leave for the upstream. */
export const isUnderWay = ({ attempts }: WriteState): boolean =>
  attempts.some(({ call, callAge }) => call === 'pending' && callAge <= upstreamRun);

const placeCodes: Record<Place, string> = {
  learn: 'L',
  begin: 'B',
  beginAgain: 'A',
  readStale: 'S',
  readFirst: 'F',
  claimed: 'C',
  checked: 'K',
  promised: 'P',
  waiting: 'W',
  done: 'D',
};

/** Only what can still matter to an attempt is spelled, so that states that behave alike are one. */
const encodeAttempt = (attempt: Attempt, marks: string): string => {
  const running = attempt.call === 'pending' && attempt.callAge <= upstreamRun ? `p${attempt.callAge}` : '';
  const answered = attempt.at === 'waiting' && attempt.call !== 'pending' ? attempt.call.charAt(0) : '';
  const epoch = ['begin', 'beginAgain', 'claimed', 'checked'].includes(attempt.at) ? attempt.epoch : '';
  const holds = ['claimed', 'checked', 'promised', 'waiting'].includes(attempt.at);
  const fence = holds ? `f${attempt.fence}@${attempt.site}` : '';
  const age = attempt.at === 'promised' ? attempt.promiseAge : '';
  return `${attempt.key}${placeCodes[attempt.at]}${epoch}${fence}${age}${running}${answered}${marks}`;
};

const encodeOp = (op: OpRecord | undefined): string => {
  if (op === undefined) return '-';
  const lease = op.leaseUntilMs > 0 ? 'a' : 'd';
  const end = op.state === 'DONE' ? `${op.outcome}${op.decidedBy}` : lease;
  return `${op.state}${op.fence},${op.recordKey},${op.sentAtMs}${end}`;
};

const encodeSite = ({ epoch, op, idems, stepped }: Site): string =>
  [
    epoch.id,
    epoch.runId,
    epoch.sinceMs,
    epoch.steadySinceMs,
    epoch.settled ? 's' : '',
    stepped ? '!' : '',
    encodeOp(op),
    idems.map((idem) => (idem === undefined ? '-' : (idem.outcome ?? 'open'))).join(),
  ].join(';');

/** Attempts with one key are interchangeable: they are sorted, and owners go with them as marks. */
export const encodeState = (state: WriteState): string => {
  const { resolving } = state;
  const marksOf = (index: number): string =>
    state.sites
      .map(({ op }, site) => (op !== undefined && Number(op.owner) === index ? `o${site}` : ''))
      .join('') + (resolving?.owner === index ? 'r' : '');
  const attempts = state.attempts.map((attempt, index) => encodeAttempt(attempt, marksOf(index)));
  return [
    state.sites.map(encodeSite).join('#'),
    attempts.sort().join(' '),
    resolving === undefined
      ? ''
      : `${resolving.site},${resolving.epoch},${resolving.fence},${resolving.readAge},${resolving.says ?? ''}`,
    `${state.epochs},${state.lossesLeft},${state.failoversLeft},${state.stepsLeft}`,
    state.executions,
    state.executedKeys,
    state.refusedKeys,
    state.toldStale ? 's' : '',
    state.toldFalsely ? 'f' : '',
    state.deniedFalsely ? 'd' : '',
  ].join('|');
};
