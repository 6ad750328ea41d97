/** What on-call asks first: whose booking it is, how partner and 12go see it now, and what to do. */
import type { Inspection, Money } from '@partner-gateway/contract';
import { isCurrency, money, toContractMoney } from '@partner-gateway/pricing';
import type { Price, Booking as UpstreamBooking } from '@partner-gateway/twelvego-client';
import { TwelveGoError, toBookingId } from '@partner-gateway/twelvego-client';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { createPartnerCall, type PartnerCall } from '../partner-call.ts';
import type { Partner } from '../partners/partner-directory.ts';
import { netOf, pricerFor, toPartnerBooking } from '../steps/partner-booking.ts';
import type { Trace } from '../trace.ts';
import { diagnose } from '../translate/diagnosis.ts';
import { toPriceSteps } from '../translate/price-trace.ts';
import { mappingOf, toGatewayError } from '../translate/upstream-error.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Slice = Pick<Deps, 'callers' | 'clock' | 'observe' | 'priceBook' | 'tokens' | 'upstream' | 'writes'>;
type Asked = { readonly text: string; readonly clientId: string | undefined };
type Candidate = { readonly partner: Partner; readonly bid: string; readonly form: 'issued' | 'bare' };

const issuedTo = ({ callers: { partners }, tokens: { bookingIds } }: Slice, text: string): Candidate[] =>
  partners.all().flatMap((partner) => {
    const bid = bookingIds.open(partner.clientId, text);
    return bid === undefined ? [] : [{ partner, bid, form: 'issued' as const }];
  });

/** Clients that share a 12go key see the same bookings; each key is asked once. */
const bareOf = ({ callers: { partners }, tokens: { bookingIds } }: Slice, text: string): Candidate[] => {
  const bid = bookingIds.bare(text);
  if (bid === undefined) return [];
  const asked = new Set<string>();
  return partners.all().flatMap((partner) => {
    if (partner.upstreamKey === undefined || asked.has(partner.upstreamKey)) return [];
    asked.add(partner.upstreamKey);
    return [{ partner, bid, form: 'bare' as const }];
  });
};

const candidates = (deps: Slice, { text, clientId }: Asked): Candidate[] => {
  const found = [...issuedTo(deps, text), ...bareOf(deps, text)];
  if (clientId === undefined) return found;
  const partner = deps.callers.partners.find(clientId);
  if (partner === undefined)
    throw new GatewayError('client_not_found', { detail: 'The client is not configured.' });
  return found
    .filter((candidate) => candidate.form === 'bare' || candidate.partner === partner)
    .slice(0, 1)
    .map((candidate) => ({ ...candidate, partner }));
};

const isUnknownHere = (error: unknown): boolean =>
  TwelveGoError.isInstance(error) && mappingOf('booking', error) === 'booking_not_found';

/** A key that 12go refuses, or that is missing, says nothing about the clients behind it in the list. */
const readFirst = async (deps: Slice, all: readonly Candidate[], trace: Trace) => {
  const failures: unknown[] = [];
  for (const candidate of all) {
    const startedMs = deps.clock.nowMs();
    try {
      const upstream = await deps.upstream.twelveGo
        .as(candidate.partner, trace)
        .booking(toBookingId(candidate.bid));
      return { candidate, upstream, latencyMs: Math.round(deps.clock.nowMs() - startedMs) };
    } catch (error) {
      if (!isUnknownHere(error)) failures.push(toGatewayError('booking', error));
    }
  }
  throw failures[0] ?? new GatewayError('booking_not_found');
};

const moneyOf = (price: Price | null): Money | null =>
  price?.value == null || !isCurrency(price.fxcode)
    ? null
    : toContractMoney(money(price.value, price.fxcode));

const netMoney = (upstream: UpstreamBooking): Money | null => {
  const net = netOf(upstream);
  return 'numerator' in net
    ? toContractMoney(net)
    : moneyOf({ value: net.value as Price['value'], fxcode: net.currency });
};

/** The story so far; a journal that is away must not keep on-call from the rest. */
const readTimeline = async ({ writes: { journal } }: Slice, clientId: string, bid: string) => {
  const entries = await journal.read({ clientId, id: bid }).catch(() => undefined);
  return entries === undefined
    ? null
    : entries.map(({ atMs, step, detail }) => ({ at: new Date(atMs).toISOString(), step, detail }));
};

/**
 * Inspects a booking by an issued id, `BK-{bid}` or the bare 12go id.
 *
 * @throws GatewayError `booking_not_found` when no client's key knows it.
 */
export const inspectBooking = async (
  deps: Slice,
  asked: Asked,
  { trace, log }: Pick<PartnerCall, 'trace' | 'log'>,
): Promise<Inspection> => {
  const { candidate, upstream, latencyMs } = await readFirst(deps, candidates(deps, asked), trace);
  const { clientId } = candidate.partner;
  const call = createPartnerCall<keyof Slice>(deps, candidate.partner, { trace, log });
  const timeline = await readTimeline(deps, clientId, candidate.bid);
  const pricer = pricerFor(call, upstream);
  const { total, trace: steps } = pricer.explain.total(netOf(upstream), Math.max(1, upstream.seats));
  const booking = toPartnerBooking(call, upstream, {
    bookingId: deps.tokens.bookingIds.issue(clientId, candidate.bid),
    pricer,
  });
  return {
    resolved: {
      asked: asked.text,
      client_id: clientId,
      integration_booking_id: candidate.bid,
      form: candidate.form,
    },
    booking,
    upstream: {
      status: upstream.status,
      tracker: upstream.tracker,
      has_ticket: upstream.ticket_url !== null,
      stamp: toUtcSecond((upstream.stamp ?? 0) * 1000),
      net_price: netMoney(upstream),
      gross_price: moneyOf(upstream.price),
      latency_ms: latencyMs,
    },
    price: { total, trace: toPriceSteps(steps) },
    timeline,
    diagnosis: diagnose(booking, timeline),
    inspected_at: toUtcSecond(deps.clock.nowMs()),
  };
};
