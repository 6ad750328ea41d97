/** A 12go booking as its partner sees it: mapped, priced, under the id the partner knows. */
import type { Booking } from '@partner-gateway/contract';
import { type Ids, idsFor } from '@partner-gateway/itineraries';
import type { AmountInput } from '@partner-gateway/pricing';
import type { Booking as UpstreamBooking } from '@partner-gateway/twelvego-client';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { type Pricer, toAmount } from '../partners/price-book.ts';
import { statusOf, toBooking } from '../translate/booking.ts';

type Needs = 'observe' | 'priceBook' | 'upstream';

/** The ids in the partner's space, misses counted; a 12go station with several ids goes by the one asked with. */
export const idsOf = (
  { deps: { observe, upstream }, partner }: PartnerCall<'observe' | 'upstream'>,
  preferredStations: readonly string[] = [],
): Ids =>
  idsFor(upstream.idTables.current(), partner.settings.id_space, {
    preferredStations,
    onMissing: (entity) => observe.metrics.count('gateway.mapping.missing', { entity }),
  });

/** The supplier's net price of a whole booking: what the account is charged. @throws GatewayError `upstream_error` */
export const netOf = ({ seller_price: seller, netprice }: UpstreamBooking): AmountInput => {
  if (seller !== null && seller.netprice !== null) return { value: seller.netprice, currency: seller.fxcode };
  const net = toAmount(netprice);
  if (net === null)
    throw new GatewayError('upstream_error', { detail: 'The supplier gave no price for this booking.' });
  return net;
};

/** The contract's country of a booking: the first two letters of its departure station's partner id. */
const countryOf = ({ upstream: { idTables } }: Pick<Deps, 'upstream'>, booking: UpstreamBooking): string =>
  idsFor(idTables.current(), 'fuji').stationOut(booking.from_id).slice(0, 2);

/** Prices for a booking that was read; a token names the contract, otherwise the departure country does. */
export const pricerFor = (
  { deps, partner }: PartnerCall<'priceBook' | 'upstream'>,
  booking: UpstreamBooking,
  contractCode?: string,
): Pricer =>
  contractCode === undefined
    ? deps.priceBook.forCountry(partner, countryOf(deps, booking))
    : deps.priceBook.forContract(partner, contractCode);

/** The partner's status of a 12go status word; unknown words count as pending and are counted. */
export const readStatus = ({ observe: { metrics } }: Pick<Deps, 'observe'>, word: string) => {
  const { status, known } = statusOf(word);
  if (!known) metrics.count('gateway.status.unknown', {});
  return status;
};

/** Makes the partner's booking. */
export const toPartnerBooking = (
  call: PartnerCall<Needs>,
  booking: UpstreamBooking,
  { bookingId, pricer, status }: { bookingId: string; pricer?: Pricer; status?: Booking['status'] },
): Booking =>
  toBooking({
    booking,
    ids: idsOf(call),
    bookingId,
    total: call.deps.observe.spans.withinSync('apply_pricing', () =>
      (pricer ?? pricerFor(call, booking)).total(netOf(booking), Math.max(1, booking.seats)),
    ),
    overrideStatus: status ?? readStatus(call.deps, booking.status),
  });
