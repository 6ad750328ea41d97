/** Reservations that wait for their confirm: a client may hold so many in all and of one departure, so that nobody empties a bus unpaid. */
import type { BookingToken } from '@partner-gateway/tokens';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';

/** A departure in the name of a record: 12go's key of the trip may hold anything. */
const departureOf = ({ tripKey, departure }: BookingToken): string =>
  `${encodeURIComponent(tripKey)}:${departure}`;

const words = {
  owner: 'This client has as many reservations without a confirm as its setting `unconfirmed` allows',
  kind: 'This client has as many reservations of this departure without a confirm as its setting `unconfirmed_per_trip` allows',
} as const;

/** Counts the reservation that is about to be made. @throws GatewayError `rate_limited` over a bound; nothing was sent. */
export const countUnconfirmed = async (
  { deps, partner, clientId }: PartnerCall<'admission' | 'observe' | 'settings'>,
  token: BookingToken,
): Promise<void> => {
  const { unconfirmed, unconfirmed_per_trip } = partner.settings.funnel_limits;
  const verdict = await deps.admission.unconfirmed.hold({
    owner: clientId,
    kind: departureOf(token),
    id: token.cartId,
    lifeMs: deps.settings.cartLifeSeconds * 1_000,
    ownerMax: unconfirmed,
    kindMax: unconfirmed_per_trip,
  });
  if (verdict.isHeld) return;
  const { full, freeInMs } = verdict;
  deps.observe.metrics.count('gateway.ratelimit.rejected', { scope: 'unconfirmed', client_id: clientId });
  throw new GatewayError('rate_limited', {
    detail: `${words[full]}. Confirm or cancel some of them; what is left alone lapses by itself.`,
    retryAfterSeconds: Math.ceil(freeInMs / 1_000),
  });
};

/** It was not made after all, or not to be confirmed any more. */
export const uncount = (
  { admission }: Pick<Deps, 'admission'>,
  { clientId, id }: { readonly clientId: string; readonly id: string },
): Promise<void> => admission.unconfirmed.release({ owner: clientId, id });

/** From now on it is known by its booking: a confirm or a cancel names that. */
export const nameByBooking = (
  { admission }: Pick<Deps, 'admission'>,
  { clientId, cartId }: Pick<BookingToken, 'clientId' | 'cartId'>,
  bid: string,
): Promise<void> => admission.unconfirmed.rename({ owner: clientId, id: cartId }, bid);
