/** What 12go says, on a read, about a write whose outcome is unknown. */
import type { FieldError } from '@partner-gateway/contract';
import type { JournalEntry } from '@partner-gateway/journal';
import { type TwelveGoClient, TwelveGoError, toCartId } from '@partner-gateway/twelvego-client';
import type { LookUp, Subject, WriteEvent } from '@partner-gateway/write-guard';
import type { TextAnswer } from '../../answer.ts';
import type { Deps } from '../../deps.ts';
import { GatewayError } from '../../errors.ts';
import { createPartnerCall, type PartnerCall } from '../../partner-call.ts';
import { releaseCredit } from './credit.ts';
import { readAndLearn } from './learned-status.ts';
import { confirmRead, notReserved, type OutcomeNeeds, refundRead, reserved } from './outcomes.ts';
import { decodeFacts, type ReserveFacts } from './stored-answer.ts';

/** What a look-up of a booking tells beside its answer needs too. */
export type LookUpNeeds = OutcomeNeeds | 'clock' | 'events';

type Slice = Pick<Deps, LookUpNeeds | 'callers' | 'settings'>;
type Booking = Awaited<ReturnType<TwelveGoClient['booking']>>;

/** A failed read, or a booking that cannot be priced now, says nothing; any other fault is ours and is not hidden. */
const readOr = async (read: () => Promise<LookUp<TextAnswer>>): Promise<LookUp<TextAnswer>> => {
  try {
    return await read();
  } catch (error) {
    if (TwelveGoError.isInstance(error) || error instanceof GatewayError) return { says: 'unreadable' };
    throw error;
  }
};

/** Whether a cart was reserved. With the setting `none` there is no such read. */
export const lookUpReserve = (
  call: PartnerCall<OutcomeNeeds | 'settings'>,
  client: TwelveGoClient,
  { cartId, facts }: { readonly cartId: string; readonly facts?: ReserveFacts | undefined },
): Promise<LookUp<TextAnswer>> => {
  if (call.deps.settings.reserveLookUp === 'none') return Promise.resolve({ says: 'unknowable' });
  return readOr(async () => {
    const booking = await client.bookingByCart(toCartId(cartId));
    if (booking === null) return { says: 'not_executed', answer: notReserved(call) };
    return { says: 'executed', ...reserved(call, booking, { facts }) };
  });
};

/** 12go's clock and the store's may differ by so much. */
const clockToleranceMs = 5_000;

const compare = (field: string, has: string | number, expected: string | number | undefined): FieldError[] =>
  expected === undefined || has === expected
    ? []
    : [{ field, message: `is ${has}, and ${expected} in the cart` }];

/**
 * In what a booking differs from what a cart was to become; empty when it fits. What is not known is not compared.
 *
 * @param sentAtMs when the reserve was sent: its booking cannot be older.
 */
export const misfitsOf = (
  { passengers, stations, departure }: Partial<ReserveFacts>,
  sentAtMs: number,
  booking: Booking,
): FieldError[] => {
  const { created_on: created } = booking;
  const isOlder = created !== null && created * 1000 + 999 < sentAtMs - clockToleranceMs;
  return [
    ...compare('seats', booking.seats, passengers),
    ...compare('from_id', booking.from_id, stations?.[0]),
    ...compare('to_id', booking.to_id, stations?.[1]),
    ...compare('dep_date_time', booking.dep_date_time.slice(0, 16), departure),
    ...(isOlder ? [{ field: 'created_on', message: 'is before the reserve was sent' }] : []),
  ];
};

/** The clients that see the same bookings, because they share a 12go key; the client itself included. */
export const sharingKey = (partners: Deps['callers']['partners'], clientId: string): string[] => {
  const upstreamKey = partners.find(clientId)?.upstreamKey;
  return partners
    .all()
    .filter((partner) => partner.upstreamKey === upstreamKey)
    .map((partner) => partner.clientId);
};

/** A booking's story, as each client that sees it has it. */
export const storiesOf = (
  { callers: { partners }, writes: { journal } }: Pick<Deps, 'callers' | 'writes'>,
  clientId: string,
  bid: string,
): Promise<{ clientId: string; entries: readonly JournalEntry[] }[]> =>
  Promise.all(
    sharingKey(partners, clientId).map(async (id) => ({
      clientId: id,
      entries: await journal.read({ clientId: id, id: bid }),
    })),
  );

/** What became of a confirm or refund, by the booking as it is. A status that settles neither is told where it is news. */
export const lookUpBooking = (
  call: PartnerCall<LookUpNeeds>,
  { client, bid }: { readonly client: TwelveGoClient; readonly bid: string },
  judge: (booking: Booking) => LookUp<TextAnswer>,
): Promise<LookUp<TextAnswer>> => readOr(async () => judge(await readAndLearn(call, { client, bid })));

/** The look-up of the background resolver, which has only the record of a write and its sealed facts. */
export const createResolverLookUp =
  (deps: Slice) =>
  ({ clientId, operation, subject }: Subject, factsText: string): Promise<LookUp<TextAnswer>> => {
    const partner = deps.callers.partners.find(clientId);
    if (partner === undefined) return Promise.resolve({ says: 'unreadable' });
    const facts = decodeFacts(factsText);
    const trace = { correlationId: facts?.correlationId ?? 'resolver' };
    const call = createPartnerCall<keyof Slice>(deps, partner, { trace, log: deps.observe.log });
    const client = deps.upstream.twelveGo.as(partner, trace);
    if (operation === 'reserve') {
      return lookUpReserve(call, client, {
        cartId: subject,
        facts: facts?.op === 'reserve' ? facts : undefined,
      });
    }
    const bookingId =
      facts !== undefined && 'bookingId' in facts
        ? facts.bookingId
        : deps.tokens.bookingIds.issue(clientId, subject);
    return lookUpBooking(call, { client, bid: subject }, (booking) =>
      facts?.op === 'refund' ? refundRead(call, facts, booking) : confirmRead(call, bookingId, booking),
    );
  };

/** What the guard and its resolver learned: told to the journal, the log and the credit line. */
export const createWriteEvents =
  (deps: Pick<Deps, 'observe' | 'tokens' | 'writes'>) =>
  (event: WriteEvent): void => {
    if (event.kind === 'never_sent') {
      const { clientId, operation, subject: id } = event.subject;
      deps.observe.log('warn', 'An attempt ended before it sent anything', {
        client_id: clientId,
        reason: operation,
      });
      void deps.writes.journal.append({ clientId, id }, 'guard', {
        operation,
        state: 'never_sent',
        outcome: 'not_executed',
      });
      if (operation === 'refund') return;
      const held = {
        clientId,
        kind: operation === 'reserve' ? 'cart' : 'booking',
        id,
        attemptId: event.attemptId,
      } as const;
      void releaseCredit(deps, held, { outcome: 'not_executed' });
      return;
    }
    if (event.kind !== 'settled') {
      deps.observe.log('warn', 'Write guard', { reason: event.kind, client_id: event.subject?.clientId });
      return;
    }
    const { clientId, operation, subject } = event.subject;
    deps.observe.log('info', 'An open outcome was settled', {
      client_id: clientId,
      outcome: event.outcome,
      reason: operation,
    });
    void deps.writes.journal.append({ clientId, id: subject }, 'guard', {
      operation,
      state: 'settled',
      outcome: event.outcome,
    });
    const { reference: bookingId } = event;
    const bid = bookingId === undefined ? undefined : deps.tokens.bookingIds.open(clientId, bookingId);
    // A reserve that was settled here has no flow that could say which booking its story goes on with.
    if (operation === 'reserve' && bid !== undefined)
      void deps.writes.journal.link({ clientId, id: subject }, bid);
    if (operation === 'refund') return;
    const kind = operation === 'reserve' ? 'cart' : 'booking';
    void releaseCredit(deps, { clientId, kind, id: subject }, { outcome: event.outcome, bid });
  };
