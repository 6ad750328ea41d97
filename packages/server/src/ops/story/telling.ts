/** What is known of a story, in the words of the ops API. */
import type { Booking, FailedRequest, Inspection, Money } from '@partner-gateway/contract';
import type { Evidence } from '@partner-gateway/diagnosis';
import type { JournalEntry, NotedRequest } from '@partner-gateway/journal';
import { isCurrency, money, toContractMoney } from '@partner-gateway/pricing';
import type { Price, Booking as UpstreamBooking } from '@partner-gateway/twelvego-client';
import type { Deps } from '../../deps.ts';
import { GatewayError } from '../../errors.ts';
import { createPartnerCall, type PartnerCall } from '../../partner-call.ts';
import { netOf, pricerFor, toPartnerBooking } from '../../steps/partner-booking.ts';
import { statusOf } from '../../translate/booking.ts';
import { toPriceSteps } from '../../translate/price-trace.ts';
import { toUtcSecond } from '../../translate/utc-second.ts';
import type { Read, Remembered } from './story.ts';

export type SeeingNeeds = 'observe' | 'priceBook' | 'tokens' | 'upstream';

/** What the gateway remembers, and what 12go says now. */
export type Found = { readonly remembered: Remembered; readonly read: Read };

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

export type Seen = Pick<Inspection, 'booking' | 'upstream' | 'price'>;
/** Where nothing can be shown. */
export const unseen: Seen = { booking: null, upstream: null, price: null };

/** The booking as partner and 12go see it. What cannot be mapped or priced now must not hide the rest. */
export const see = (
  deps: Pick<Deps, SeeingNeeds>,
  { remembered, read }: Found,
  { trace, log }: Pick<PartnerCall, 'trace' | 'log'>,
): Seen => {
  const { booking: upstream, latencyMs } = read;
  if (upstream === undefined) return unseen;
  const { partner } = remembered.lead;
  const call = createPartnerCall<SeeingNeeds>(deps, partner, { trace, log });
  const view: Inspection['upstream'] = {
    status: upstream.status,
    tracker: upstream.tracker,
    has_ticket: upstream.ticket_url !== null,
    stamp: toUtcSecond((upstream.stamp ?? 0) * 1000),
    net_price: null,
    gross_price: moneyOf(upstream.price),
    latency_ms: latencyMs,
  };
  try {
    const pricer = pricerFor(call, upstream);
    const { total, trace: steps } = pricer.explain.total(netOf(upstream), Math.max(1, upstream.seats));
    const bookingId = deps.tokens.bookingIds.issue(partner.clientId, upstream.bid);
    return {
      booking: toPartnerBooking(call, upstream, { bookingId, pricer }),
      upstream: { ...view, net_price: netMoney(upstream) },
      price: { total, trace: toPriceSteps(steps) },
    };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    log('warn', 'A booking cannot be shown as its partner sees it', { error_code: error.code });
    return { ...unseen, upstream: view };
  }
};

/** The story as it is told. */
export const toTimeline = (entries: readonly JournalEntry[] | null): Inspection['timeline'] =>
  entries === null
    ? null
    : entries.map(({ atMs, step, detail }) => ({ at: new Date(atMs).toISOString(), step, detail }));

/** Whether 12go was read. */
export const readingOf = ({ reading }: Read): Inspection['upstream_reading'] =>
  typeof reading === 'object'
    ? { state: 'failed', code: reading.failed, kind: reading.kind ?? null }
    : { state: reading, code: null, kind: null };

/** What is told of the state where the partner's view cannot be made. */
export const stateOf = ({ booking }: Seen, upstream: UpstreamBooking | undefined): Evidence['booking'] => {
  if (booking !== null) return booking;
  if (upstream === undefined) return undefined;
  const status: Booking['status'] = statusOf(upstream.status).status;
  return { status, voucher_url: upstream.ticket_url };
};

/** A request that was noted, as it is told. */
export const toFailed = (noted: NotedRequest): FailedRequest => ({
  at: new Date(noted.atMs).toISOString(),
  endpoint: noted.endpoint,
  status: noted.status,
  code: noted.code ?? null,
  reason: noted.reason ?? null,
  fields: [...(noted.fields ?? [])],
  latency_ms: noted.latencyMs,
  correlation_id: noted.correlationId,
  trace_id: noted.traceId ?? null,
});
