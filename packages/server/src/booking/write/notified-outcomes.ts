/** Settles open outcomes that a notification points at, always by a read of 12go and never by what the notification says. */
import { type Booking, TwelveGoError, toBookingId } from '@partner-gateway/twelvego-client';
import type { OpenWrite, SeenWrite, Subject } from '@partner-gateway/write-guard';
import { StoreUnavailable } from '@partner-gateway/write-guard';
import type { ChangedBooking, Deps } from '../../deps.ts';
import { GatewayError } from '../../errors.ts';
import { createPartnerCall } from '../../partner-call.ts';
import { createResolverLookUp, type LookUpNeeds, misfitsOf, sharingKey, storiesOf } from './look-ups.ts';
import { reserved } from './outcomes.ts';
import { decodeFacts, type ReserveFacts } from './stored-answer.ts';

type Slice = Pick<Deps, LookUpNeeds | 'callers' | 'settings' | 'writes'>;

/** What came of a look: how many reads it took, and whether to look again once a running call has ended. */
type Looked = { readonly reads: number; readonly says: string; readonly again?: boolean };

type Candidate = {
  readonly subject: Subject;
  readonly seen: SeenWrite;
  readonly facts: ReserveFacts | undefined;
};

type Open = readonly Pick<OpenWrite, 'isLive' | keyof Subject>[];

/** Takes notified bookings, and looks into them round by round. */
export type NotifiedOutcomes = {
  take(changed: ChangedBooking): void;
  /** @param open what is open of the client right now; never rejects. */
  round(clientId: string, open: Open): Promise<void>;
};

/** For one client; more than a burst of real ones, and no memory to fill for a stranger. */
const waitingMax = 100;
const unsignedReadEveryMs = 1_000;
const againAfterMs = 15_000;
const triesMax = 5;

const settleByRead = async (deps: Slice, subject: Subject): Promise<void> => {
  const seen = await deps.writes.guard.look(subject);
  if (seen === undefined || seen.state === 'DONE' || seen.isLive) return;
  const found = await createResolverLookUp(deps)(subject, seen.facts);
  if (found.says !== 'executed' && found.says !== 'not_executed') return;
  const { says: outcome, ...known } = found;
  await deps.writes.guard.settle(subject, { outcome, ...known, decidedBy: 'read' }, seen);
};

const isKnown = async (deps: Slice, clientId: string, bid: string): Promise<boolean> => {
  const stories = await storiesOf(deps, clientId, bid);
  return stories.some(({ entries }) => entries.length > 0);
};

/** Reserves that may have made the booking, of every client that sees it: one whose facts do not tell is not ruled out. */
const candidatesFor = async (deps: Slice, clientId: string, booking: Booking): Promise<Candidate[]> => {
  const ids = sharingKey(deps.callers.partners, clientId);
  const open = (await Promise.all(ids.map((id) => deps.writes.guard.unsettled(id)))).flat();
  const reserves = open.filter(({ operation }) => operation === 'reserve');
  const looked = reserves.map(async (subject): Promise<Candidate[]> => {
    const seen = await deps.writes.guard.look(subject);
    if (seen === undefined || seen.state === 'DONE') return [];
    const facts = decodeFacts(seen.facts);
    const own = facts?.op === 'reserve' ? facts : undefined;
    return misfitsOf(own ?? {}, seen.sentAtMs, booking).length > 0 ? [] : [{ subject, seen, facts: own }];
  });
  return (await Promise.all(looked)).flat();
};

/** A journal that reaches back to the reserve would know a booking that another reserve has made since. */
const isRemembered = async ({ writes: { journal } }: Slice, { subject }: Candidate): Promise<boolean> => {
  const entries = await journal.read({ clientId: subject.clientId, id: subject.subject });
  return entries.some(({ step }) => step === 'request');
};

const settleAsBooked = async (deps: Slice, only: Candidate, booking: Booking): Promise<string> => {
  const { subject, seen, facts } = only;
  const partner = deps.callers.partners.find(subject.clientId);
  if (partner === undefined || facts === undefined) return 'unsure';
  const trace = { correlationId: facts.correlationId };
  const call = createPartnerCall<keyof Slice>(deps, partner, { trace, log: deps.observe.log });
  const known = reserved(call, booking, { facts });
  const { kind } = await deps.writes.guard.settle(
    subject,
    { outcome: 'executed', ...known, decidedBy: 'read' },
    seen,
  );
  return kind;
};

/** The one open reserve that a booking can be of. Whatever is not certain is left to an operator. */
const settleByBooking = async (deps: Slice, clientId: string, bid: string): Promise<Looked> => {
  const partner = deps.callers.partners.find(clientId);
  if (partner === undefined) return { reads: 0, says: 'no_client' };
  const client = deps.upstream.twelveGo.as(partner, { correlationId: `notified-${bid}` });
  const booking = await client.booking(toBookingId(bid));
  // Asked after the read: whatever made the booking is among these, or has told the journal.
  const candidates = await candidatesFor(deps, clientId, booking);
  const [only, ...others] = candidates;
  if (only === undefined) return { reads: 1, says: 'fits_none' };
  const again = candidates.some(({ seen }) => seen.isLive);
  if (others.length > 0 || again) return { reads: 1, says: again ? 'still_running' : 'fits_several', again };
  const isSure =
    only.facts?.stations !== undefined && only.facts.departure !== undefined && booking.created_on !== null;
  const isOwn = isSure && only.subject.clientId === clientId;
  if (!isOwn || (await isKnown(deps, clientId, bid)) || !(await isRemembered(deps, only)))
    return { reads: 1, says: 'unsure' };
  return { reads: 1, says: await settleAsBooked(deps, only, booking) };
};

const look = async (deps: Slice, { clientId, bid }: ChangedBooking, open: Open): Promise<Looked> => {
  const own = open.filter(({ operation, subject }) => operation !== 'reserve' && subject === bid);
  for (const write of own) if (!write.isLive) await settleByRead(deps, write);
  if (own.length > 0) {
    return { reads: own.length, says: 'looked_at', again: own.some(({ isLive }) => isLive) };
  }
  const reserves = open.filter(({ operation }) => operation === 'reserve');
  if (reserves.length === 0) return { reads: 0, says: 'nothing_open' };
  if (await isKnown(deps, clientId, bid)) return { reads: 0, says: 'known' };
  const orphans = reserves.filter(({ isLive }) => !isLive);
  if (orphans.length === 0) return { reads: 0, says: 'still_running', again: true };
  if (deps.settings.reserveLookUp === 'none') return settleByBooking(deps, clientId, bid);
  for (const write of orphans) await settleByRead(deps, write);
  return { reads: orphans.length, says: 'looked_at' };
};

const leftToOperator: ReadonlySet<string> = new Set(['fits_several', 'unsure']);

const isExpected = (error: unknown): boolean =>
  TwelveGoError.isInstance(error) || error instanceof GatewayError || error instanceof StoreUnavailable;

const lookAndTell = async (deps: Slice, changed: ChangedBooking, open: Open): Promise<Looked> => {
  const { clientId, bid } = changed;
  const told = { client_id: clientId, integration_id: bid };
  try {
    const looked = await look(deps, changed, open);
    const level = leftToOperator.has(looked.says) ? 'warn' : 'info';
    deps.observe.log(level, 'A notified booking was looked into', { ...told, reason: looked.says });
    return looked;
  } catch (error) {
    const reason = isExpected(error) ? 'unreadable' : 'unexpected';
    deps.observe.log('warn', 'A notified booking could not be looked into', { ...told, reason });
    return { reads: 1, says: reason };
  }
};

type Waiting = ChangedBooking & {
  readonly tries: number;
  readonly notBeforeMs: number;
  hasWaited: boolean;
};

/**
 * Notifications wait here for the next round, so that strangers who send them cause no question to the store; a client with
 * nothing open causes no read at 12go either, and unsigned ones at most one read a second.
 *
 * @example
 * notified.take({ clientId: 'acme', bid: '8451207', isSigned: false });
 * await notified.round('acme', await guard.unsettled('acme'));
 */
export const createNotifiedOutcomes = (deps: Slice): NotifiedOutcomes => {
  const waiting = new Map<string, Map<string, Waiting>>();
  const unsignedFromMs = new Map<string, number>();
  const busy = new Set<string>();

  /** One that came while the list was being made may know more than the list: it waits for the next one. */
  const forget = (own: Map<string, Waiting>): void => {
    for (const [bid, entry] of own) {
      if (entry.hasWaited) own.delete(bid);
      else entry.hasWaited = true;
    }
  };

  const isDue = ({ clientId, isSigned, notBeforeMs }: Waiting): boolean => {
    const nowMs = deps.clock.nowMs();
    return nowMs >= notBeforeMs && (isSigned || nowMs >= (unsignedFromMs.get(clientId) ?? 0));
  };

  const lookAtOne = async (own: Map<string, Waiting>, entry: Waiting, open: Open): Promise<void> => {
    own.delete(entry.bid);
    const { reads, again } = await lookAndTell(deps, entry, open);
    const nowMs = deps.clock.nowMs();
    if (!entry.isSigned) unsignedFromMs.set(entry.clientId, nowMs + reads * unsignedReadEveryMs);
    const tries = entry.tries + 1;
    if (again === true && tries < triesMax && !own.has(entry.bid))
      own.set(entry.bid, { ...entry, tries, notBeforeMs: nowMs + againAfterMs });
  };

  return {
    take(changed) {
      const { clientId, bid } = changed;
      const own = waiting.get(clientId) ?? new Map<string, Waiting>();
      waiting.set(clientId, own);
      const isSigned = changed.isSigned || own.get(bid)?.isSigned === true;
      if (own.size < waitingMax || isSigned || own.has(bid))
        own.set(bid, { ...changed, isSigned, tries: 0, notBeforeMs: 0, hasWaited: false });
    },
    async round(clientId, open) {
      const own = waiting.get(clientId);
      if (own === undefined || busy.has(clientId)) return;
      if (open.length === 0) return forget(own);
      busy.add(clientId);
      for (const entry of [...own.values()]) if (isDue(entry)) await lookAtOne(own, entry, open);
      busy.delete(clientId);
    },
  };
};
