/** Why an itinerary costs what it costs: the trip read live, priced as search prices it, with every step. */
import type { PriceExplanation } from '@partner-gateway/contract';
import { toLocalDateTime, toTripKey } from '@partner-gateway/twelvego-client';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { assertCurrency } from '../partners/price-book.ts';
import type { PartnerContext } from '../request-context.ts';
import { openSealed } from '../steps/open-sealed.ts';
import { matchOption } from '../translate/checkout-itinerary.ts';
import { toPriceSteps } from '../translate/price-trace.ts';
import { forStep } from '../translate/upstream-error.ts';

type Slice = Pick<Deps, 'itineraryIds' | 'metrics' | 'nowMs' | 'partners' | 'priceBook' | 'twelveGo'>;

/** Whose price of which itinerary; `pax` is for plain ids, which do not carry it. */
export type PriceQuestion = {
  readonly clientId: string;
  readonly itineraryId: string;
  readonly pax: number | undefined;
  readonly currency: string | undefined;
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
  trace: PartnerContext['trace'],
): Promise<PriceExplanation> => {
  assertCurrency(currency);
  const partner = deps.partners.find(clientId);
  if (partner === undefined)
    throw new GatewayError('client_not_found', { detail: 'The client is not configured.' });
  const ref = openSealed(deps, { refused: 'invalid_request', expired: 'invalid_request' }, () =>
    deps.itineraryIds.open(clientId, itineraryId),
  );
  const passengers = ref.pax ?? pax ?? 1;
  const asked = {
    tripKey: toTripKey(ref.tripKey),
    departure: toLocalDateTime(`${ref.departure}:00`),
    seats: passengers,
  };
  const { trips } = await forStep('trip', deps.twelveGo.as(partner, trace).trip(asked));
  if (trips.length === 0) throw new GatewayError('itinerary_not_found');
  const matched = matchOption(trips, { tripKey: ref.optionId ?? ref.tripKey });
  if (matched === undefined)
    throw new GatewayError('unprocessable', { detail: 'The trip no longer has this class.' });
  const pricer = deps.priceBook.forCountry(partner, ref.tripKey.slice(0, 2));
  const explained = pricer.explain.quote(matched.option, currency);
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
    explained_at: new Date(deps.nowMs()).toISOString().slice(0, 19),
  };
};
