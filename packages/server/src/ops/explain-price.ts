/** Why an itinerary costs what it costs: the trip read live, priced as search prices it, with every step. */
import type { PriceExplanation } from '@partner-gateway/contract';
import { matchOption } from '@partner-gateway/itineraries';
import type { ItineraryRef } from '@partner-gateway/tokens';
import { type TwelveGoClient, toLocalDateTime, toTripKey } from '@partner-gateway/twelvego-client';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { configuredPartner } from '../partners/partner-directory.ts';
import { assertCurrency } from '../partners/price-book.ts';
import { openSealed } from '../steps/booking-token.ts';
import type { Trace } from '../trace.ts';
import { toPriceSteps } from '../translate/price-trace.ts';
import { forStep } from '../translate/upstream-error.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Slice = Pick<Deps, 'callers' | 'clock' | 'observe' | 'priceBook' | 'tokens' | 'upstream'>;

/** Whose price of which itinerary; `pax` is for plain ids, which do not carry it. */
export type PriceQuestion = {
  readonly clientId: string;
  readonly itineraryId: string;
  readonly pax: number | undefined;
  readonly currency: string | undefined;
};

/** The trip's option as 12go sells it now; nothing is put into a cart. */
const readOption = async (client: TwelveGoClient, ref: ItineraryRef, passengers: number) => {
  const departure = toLocalDateTime(`${ref.departure}:00`);
  const asked = { tripKey: toTripKey(ref.tripKey), departure, seats: passengers };
  const { trips } = await forStep('trip', client.trip(asked));
  if (trips.length === 0) throw new GatewayError('itinerary_not_found');
  const matched = matchOption(trips, { tripKey: ref.optionId ?? ref.tripKey });
  if (matched !== undefined) return matched.option;
  throw new GatewayError('unprocessable', { detail: 'The trip no longer has this class.' });
};

/**
 * Explains a price without opening a cart. A trip that cannot be booked any more still has one.
 *
 * @throws GatewayError `client_not_found`, `invalid_request` for an unreadable id or currency, `itinerary_not_found`,
 * `unprocessable` when the trip no longer has the class, and every refusal of pricing itself.
 */
export const explainPrice = async (
  deps: Slice,
  { clientId, itineraryId, pax, currency }: PriceQuestion,
  trace: Trace,
): Promise<PriceExplanation> => {
  assertCurrency(currency);
  const partner = configuredPartner(deps.callers.partners, clientId);
  const ref = openSealed(deps, { refused: 'invalid_request', expired: 'invalid_request' }, () =>
    deps.tokens.itineraryIds.open(clientId, itineraryId),
  );
  const passengers = ref.pax ?? pax ?? 1;
  const option = await readOption(deps.upstream.twelveGo.as(partner, trace), ref, passengers);
  const pricer = deps.priceBook.forCountry(partner, ref.tripKey.slice(0, 2));
  const explained = pricer.explain.quote(option, currency);
  return {
    client_id: clientId,
    itinerary_id: itineraryId,
    trip_key: ref.tripKey,
    departure: ref.departure,
    passengers,
    contract_code: pricer.contractCode,
    settlement_currency: partner.settings.settlement_currency,
    pricing: explained.pricing,
    trace: toPriceSteps(explained.trace),
    explained_at: toUtcSecond(deps.clock.nowMs()),
  };
};
