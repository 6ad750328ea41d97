/** All that is known of a cart or booking: its story, the guard's records, and 12go's own word, each as far as it can be had. */
import type { GuardRecord } from '@partner-gateway/contract';
import type { UpstreamReading } from '@partner-gateway/diagnosis';
import type { JournalEntry } from '@partner-gateway/journal';
import { whereThrown } from '@partner-gateway/telemetry';
import {
  TwelveGoError,
  toBookingId,
  toCartId,
  type Booking as UpstreamBooking,
} from '@partner-gateway/twelvego-client';
import { type SeenWrite, StoreUnavailable } from '@partner-gateway/write-guard';
import type { Deps } from '../../deps.ts';
import { GatewayError } from '../../errors.ts';
import type { Trace } from '../../trace.ts';
import { mappingOf, toGatewayError } from '../../translate/upstream-error.ts';
import type { Lead } from './leads.ts';

type Slice = Pick<Deps, 'clock' | 'observe' | 'settings' | 'tokens' | 'upstream' | 'writes'>;

/** A lead with what the gateway itself remembers of it. */
export type Remembered = {
  readonly lead: Lead;
  readonly cart: string | undefined;
  readonly bid: string | undefined;
  /** Null while the journal is away. */
  readonly entries: readonly JournalEntry[] | null;
  /** Null while the guard's memory is away. */
  readonly guard: readonly GuardRecord[] | null;
};

/** What 12go says of it now. */
export type Read = {
  readonly reading: UpstreamReading;
  readonly booking?: UpstreamBooking;
  readonly latencyMs: number;
  /** What a partner would have been told where it could not be read. */
  readonly failure?: unknown;
};

const states = { CLAIMED: 'claimed', SENDING: 'sending', UNKNOWN: 'unknown', DONE: 'done' } as const;

const toRecord = (operation: GuardRecord['operation'], seen: SeenWrite): GuardRecord => ({
  operation,
  state: states[seen.state],
  outcome: seen.outcome,
  is_live: seen.isLive,
  age_seconds: seen.sentAtMs === 0 ? 0 : Math.max(0, Math.floor((seen.readAtMs - seen.sentAtMs) / 1000)),
});

/** Null for a store that is away. What else fails is a fault of ours, which must not hide the rest of the story, and is told. */
const orNull = <Value>(
  { observe: { log } }: Pick<Slice, 'observe'>,
  value: Promise<Value>,
): Promise<Value | null> =>
  value.catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable))
      log('error', 'A part of a story cannot be read', whereThrown(error));
    return null;
  });

type Looked = { readonly records: readonly GuardRecord[]; readonly reference: string | undefined };

const lookAt = async (
  { writes: { guard } }: Slice,
  clientId: string,
  { cart, bid }: Pick<Remembered, 'cart' | 'bid'>,
): Promise<Looked> => {
  const wanted = [
    ...(cart === undefined ? [] : ([['reserve', cart]] as const)),
    ...(bid === undefined
      ? []
      : ([
          ['confirm', bid],
          ['refund', bid],
        ] as const)),
  ];
  const seen = await Promise.all(
    wanted.map(async ([operation, subject]) => {
      const write = await guard.look({ clientId, operation, subject });
      return write === undefined ? [] : [{ operation, write }];
    }),
  );
  const records = seen.flat();
  return {
    records: records.map(({ operation, write }) => toRecord(operation, write)),
    reference: records.find(({ operation }) => operation === 'reserve')?.write.reference,
  };
};

const linked = (
  entries: readonly JournalEntry[] | null,
  field: 'attempt' | 'booking',
): string | undefined => {
  const entry = entries?.findLast(({ step, detail }) => step === 'linked' && detail[field] !== undefined);
  return entry === undefined ? undefined : String(entry.detail[field]);
};

/** The two ends of a story: the cart that it began with, and the booking that the cart became. */
const rememberCart = async (deps: Slice, lead: Lead, cart: string): Promise<Remembered> => {
  const { clientId } = lead.partner;
  const { writes, tokens } = deps;
  const own = await orNull(deps, writes.journal.read({ clientId, id: cart }));
  const looked = await orNull(deps, lookAt(deps, clientId, { cart, bid: undefined }));
  const named =
    looked?.reference === undefined ? undefined : tokens.bookingIds.open(clientId, looked.reference);
  const bid = linked(own, 'booking') ?? named;
  if (bid === undefined) return { lead, cart, bid, entries: own, guard: looked?.records ?? null };
  const entries = await orNull(deps, writes.journal.read({ clientId, id: bid }));
  const guard = await orNull(deps, lookAt(deps, clientId, { cart, bid }));
  const isLinked = linked(entries, 'attempt') !== undefined;
  return {
    lead,
    cart,
    bid,
    entries: isLinked ? entries : [...(own ?? []), ...(entries ?? [])],
    guard: guard?.records ?? null,
  };
};

const rememberBooking = async (deps: Slice, lead: Lead, bid: string): Promise<Remembered> => {
  const { clientId } = lead.partner;
  const entries = await orNull(deps, deps.writes.journal.read({ clientId, id: bid }));
  const cart = linked(entries, 'attempt');
  const guard = await orNull(deps, lookAt(deps, clientId, { cart, bid }));
  return { lead, cart, bid, entries, guard: guard?.records ?? null };
};

/** What is remembered of a lead. Never rejects: a store that is away must not keep on-call from the rest. */
export const remember = (deps: Slice, lead: Lead): Promise<Remembered> =>
  'cart' in lead.subject
    ? rememberCart(deps, lead, lead.subject.cart)
    : rememberBooking(deps, lead, lead.subject.bid);

/** Whether the gateway itself knows anything of it. */
export const isRemembered = ({ entries, guard }: Remembered): boolean =>
  (entries !== null && entries.length > 0) || (guard !== null && guard.length > 0);

/** On-call waits no longer for a 12go that hangs. */
const patienceMs = 5_000;

const failed = (error: unknown): Pick<Read, 'reading' | 'failure'> => {
  const failure = toGatewayError('booking', error);
  const kind = TwelveGoError.isInstance(error) ? error.kind : undefined;
  const code = failure instanceof GatewayError ? failure.code : 'internal_error';
  return { reading: { failed: code, kind }, failure };
};

const ask = async (deps: Slice, { lead, cart, bid }: Remembered, trace: Trace) => {
  const deadlineMs = deps.clock.nowMs() + patienceMs;
  const client = deps.upstream.twelveGo.as(lead.partner, { ...trace, deadlineMs });
  if (bid !== undefined) return await client.booking(toBookingId(bid));
  if (cart === undefined || deps.settings.reserveLookUp === 'none') return undefined;
  return (await client.bookingByCart(toCartId(cart))) ?? undefined;
};

/** Reads the booking live. Never rejects. */
export const readLive = async (deps: Slice, remembered: Remembered, trace: Trace): Promise<Read> => {
  const startedMs = deps.clock.nowMs();
  const latency = () => Math.round(deps.clock.nowMs() - startedMs);
  try {
    const booking = await ask(deps, remembered, trace);
    if (booking === undefined) return { reading: 'not_asked', latencyMs: latency() };
    return { reading: 'read', booking, latencyMs: latency() };
  } catch (error) {
    const isUnknownThere =
      TwelveGoError.isInstance(error) && mappingOf('booking', error) === 'booking_not_found';
    return isUnknownThere
      ? { reading: 'unknown_there', latencyMs: latency() }
      : { ...failed(error), latencyMs: latency() };
  }
};
