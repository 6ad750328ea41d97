/** Get itinerary: trip, cart and form in turn, mapped, priced, and sealed into a booking token. */
import type { BookingForm } from '@partner-gateway/booking-forms';
import {
  type SeatHolds,
  type SurchargePricing,
  toBookingSchema,
  toExtras,
  withoutHeldSeats,
} from '@partner-gateway/booking-forms';
import type { CheckoutResponse, ItineraryQuery } from '@partner-gateway/contract';
import {
  type CheckoutItineraryParts,
  type MatchedOption,
  matchOption,
  toCheckoutItinerary,
  toLocalTime,
} from '@partner-gateway/itineraries';
import { fromUpstream, toMinor } from '@partner-gateway/pricing';
import { bookingTokenExpiry, type ItineraryRef } from '@partner-gateway/tokens';
import {
  type CartId,
  type LocalDateTime,
  readLocalDateTime,
  type SearchResult,
  type TravelOption,
  type Trip,
  type TwelveGoClient,
  toLocalDateTime,
  toTripKey,
} from '@partner-gateway/twelvego-client';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { asGateway, assertCurrency, type Pricer } from '../partners/price-book.ts';
import { openSealed } from '../steps/booking-token.ts';
import { readFormToOpen } from '../steps/checkout-form.ts';
import { idsOf } from '../steps/partner-booking.ts';
import { forStep } from '../translate/upstream-error.ts';
import { heldSeats } from './held-seats.ts';
import { tellCheckout } from './tell-checkout.ts';

type Needs =
  | 'admission'
  | 'clock'
  | 'events'
  | 'observe'
  | 'priceBook'
  | 'settings'
  | 'tokens'
  | 'upstream'
  | 'writes';

type Call = PartnerCall<Needs>;

type Asked = { readonly ref: ItineraryRef; readonly departure: LocalDateTime; readonly passengers: number };

const unreadableId = {
  field: 'itinerary_id',
  message: 'is not an itinerary id that search gave to this client',
};
const codesOfId = { refused: 'invalid_request', expired: 'invalid_request', field: unreadableId } as const;

const openId = ({ deps, clientId }: Call, id: string, { pax = 1 }: ItineraryQuery): Asked => {
  const ref = openSealed(deps, codesOfId, () => deps.tokens.itineraryIds.open(clientId, id));
  // A plain id is the partner's own text, whose digits need not be a moment.
  const departure = readLocalDateTime(`${ref.departure}:00`);
  if (departure === undefined) throw new GatewayError('invalid_request', { fields: [unreadableId] });
  return { ref, departure, passengers: ref.pax ?? pax };
};

const readTrip = (client: TwelveGoClient, { ref, departure, passengers }: Asked): Promise<SearchResult> =>
  forStep('trip', client.trip({ tripKey: toTripKey(ref.tripKey), departure, seats: passengers }));

const match = (result: SearchResult, { ref }: Asked): MatchedOption => {
  const { trips, dropped } = result;
  const matched = matchOption(trips, { tripKey: ref.optionId ?? ref.tripKey });
  if (matched !== undefined) return matched;
  const isUnread = dropped.some(({ level }) => level === 'trip' || level === 'option');
  if (isUnread) throw new GatewayError('upstream_unreadable');
  if (trips.length === 0) throw new GatewayError('itinerary_not_found');
  throw new GatewayError('unprocessable', { detail: 'The trip no longer has this class.' });
};

const describeProblem: Readonly<Record<string, string>> = {
  departed: 'The trip has departed.',
  too_few_seats: 'The trip has too few seats.',
  not_bookable: 'The trip cannot be booked.',
};

type Found = { readonly result: SearchResult; readonly match: MatchedOption; readonly pax: number };

const translate = (call: Call, found: Found): CheckoutItineraryParts => {
  const { deps } = call;
  const parts = toCheckoutItinerary({
    ...found,
    nowLocal: (zone) => toLocalTime(deps.clock.nowMs(), zone),
    ids: idsOf(call),
    charter: deps.settings.charter,
    images: deps.settings.images,
  });
  if (!('problem' in parts)) return parts;
  throw new GatewayError('unprocessable', {
    detail: describeProblem[parts.problem] ?? 'The trip cannot be booked.',
  });
};

const surchargePricing = (option: TravelOption, pricer: Pricer): SurchargePricing => {
  if (option.netprice === null)
    throw new GatewayError('upstream_error', { detail: 'The supplier gave no price.' });
  return { base: option.netprice, sell: (net) => pricer.surcharge(net) };
};

type Sealing = {
  readonly cartId: CartId;
  readonly asked: Asked;
  readonly parts: CheckoutItineraryParts;
  readonly matched: MatchedOption;
  readonly form: BookingForm;
  readonly pricer: Pricer;
};

/** A translated trip has at least one leg. */
const endsOf = ({ segments }: Trip): [number, number] => {
  const legs = segments.filter(({ type }) => type === 'route');
  return [legs[0]?.from ?? 0, legs.at(-1)?.to ?? 0];
};

/** In the order of travel. */
const carriersOf = ({ segments }: CheckoutItineraryParts): string =>
  [...new Set(segments.map(({ operating_carrier_id: carrier }) => carrier))].join(',');

const sealToken = async ({ deps, clientId }: Call, sealing: Sealing): Promise<string> => {
  const { cartId, asked, parts, matched, form, pricer } = sealing;
  const { option, trip } = matched;
  const { memoryId, issuedAtMs } = await deps.writes.guard.stampToken(clientId);
  const issuedAtSeconds = deps.clock.nowSeconds();
  const net = asGateway(() =>
    fromUpstream({ value: option.netprice?.value ?? null, currency: option.netprice?.fxcode ?? '' }),
  );
  return deps.tokens.booking.issue({
    cartId,
    tripKey: asked.ref.tripKey,
    stations: endsOf(trip),
    departure: parts.departure,
    refundableUntil: parts.refundEnd,
    netMinor: { adult: Number(toMinor(net, 2)) },
    currency: net.currency,
    formHash: form.hash,
    clientId,
    contractCode: pricer.contractCode,
    issuedAtSeconds,
    expiresAtSeconds: bookingTokenExpiry(issuedAtSeconds, deps.settings.cartLifeSeconds),
    memoryId,
    memoryAtSeconds: Math.floor(issuedAtMs / 1000),
    passengers: asked.passengers,
  });
};

/** A cart holds places at 12go for as long as it lives, whether it is booked or not. */
const countCart = async (
  { deps, partner, clientId }: Call,
  departure: { readonly tripKey: string; readonly date: string },
): Promise<void> => {
  const { carts, carts_per_trip } = partner.settings.funnel_limits;
  const seconds = deps.settings.cartLifeSeconds;
  const bounds = [
    [
      `${clientId}:carts:${encodeURIComponent(departure.tripKey)}:${departure.date}`,
      carts_per_trip,
      'of this departure ',
    ],
    [`${clientId}:carts`, carts, ''],
  ] as const;
  for (const [name, units, which] of bounds) {
    const { isAdmitted, resetMs } = await deps.admission.limits.take({ name, quota: { units, seconds } });
    if (isAdmitted) continue;
    deps.observe.metrics.count('gateway.ratelimit.rejected', { scope: 'carts', client_id: clientId });
    throw new GatewayError('rate_limited', {
      detail: `This client has opened as many itineraries ${which}as its settings allow in the life of a cart. Open one when somebody wants to book it.`,
      retryAfterSeconds: Math.ceil(resetMs / 1_000),
    });
  }
};

const openItinerary = async (call: Call, id: string, query: ItineraryQuery): Promise<CheckoutResponse> => {
  const { deps, partner, trace } = call;
  assertCurrency(query.currency);
  const asked = openId(call, id, query);
  call.about({ itinerary_id: id });
  if (query.pax !== undefined && query.pax !== asked.passengers) call.ignore([`query.pax=${query.pax}`]);
  const client = deps.upstream.twelveGo.as(partner, trace);
  const result = await readTrip(client, asked);
  const matched = match(result, asked);
  const parts = translate(call, { result, match: matched, pax: asked.passengers });
  const pricer = deps.priceBook.forCountry(partner, asked.ref.tripKey.slice(0, 2));
  call.about({ contract_code: pricer.contractCode, operator_id: carriersOf(parts) });
  const pricing = deps.observe.spans.withinSync('apply_pricing', () =>
    asGateway(() => pricer.quote(matched.option, query.currency)),
  );
  const surcharges = surchargePricing(matched.option, pricer);
  await countCart(call, { tripKey: asked.ref.tripKey, date: parts.departure.slice(0, 10) });
  const cartId = await forStep(
    'addToCart',
    client.addToCart({
      tripKey: matched.option.id,
      departure: toLocalDateTime(`${parts.departure}:00`),
      seats: asked.passengers,
    }),
  );
  const form = await readFormToOpen(deps, client, { cartId, passengers: asked.passengers });
  const departure = { tripId: asked.ref.tripKey, date: parts.departure.slice(0, 10) };
  const holds: SeatHolds = form.hasSeatMap ? await heldSeats(call, departure) : new Map();
  const sealing = { cartId, asked, parts, matched, form, pricer };
  return {
    itineraries: [
      {
        id,
        booking_token: await sealToken(call, sealing),
        booking_schema: toBookingSchema(withoutHeldSeats(form, holds), surcharges),
        extras: toExtras(form, surcharges, holds),
        to_segments: parts.toSegments,
        pricing,
        number_available_seats: parts.seats,
        confirmation_type: parts.confirmationType,
        cancellation_policies: parts.policies,
      },
    ],
    segments: parts.segments,
    vehicles: parts.vehicles,
  };
};

/**
 * Opens an itinerary for booking, and tells that it was asked for and what came of it.
 *
 * @throws GatewayError `invalid_request` for an unreadable id, `itinerary_not_found`, `unprocessable`,
 * `trip_unavailable`, `schema_unavailable`, `upstream_unreadable`.
 */
export const getItinerary = (call: Call, id: string, query: ItineraryQuery): Promise<CheckoutResponse> =>
  tellCheckout(call, id, () => openItinerary(call, id, query));
