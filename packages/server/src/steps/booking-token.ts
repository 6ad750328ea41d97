/** Opens a booking token: the funnel's only state. */
import type { Deps } from '../deps.ts';
import type { PartnerContext } from '../request-context.ts';
import type { BookingToken } from '../tokens/payloads.ts';
import { openSealed } from './open-sealed.ts';

const codes = { refused: 'invalid_booking_token', expired: 'booking_token_expired' } as const;

type Slice = Pick<Deps, 'tokens' | 'metrics' | 'nowMs'>;

const openAt = (deps: Slice, { partner }: PartnerContext, token: string, nowSeconds: number): BookingToken =>
  openSealed(deps, codes, () =>
    deps.tokens.booking.open(token, { clientId: partner.settings.client_id, nowSeconds }),
  );

/** @throws GatewayError `invalid_booking_token`, `booking_token_expired` */
export const openBookingToken = (deps: Slice, context: PartnerContext, token: string): BookingToken =>
  openAt(deps, context, token, Math.floor(deps.nowMs() / 1000));

/** No moment: by it a token is neither too early nor too late. */
const timeless = Number.NaN;

/**
 * Opens a token whatever its age, to find what was done with it: a replay has to work after the token's end too.
 * {@link openBookingToken} has to judge it before anything is sent.
 *
 * @throws GatewayError `invalid_booking_token`
 */
export const openBookingTokenOfAnyAge = (deps: Slice, context: PartnerContext, token: string): BookingToken =>
  openAt(deps, context, token, timeless);
