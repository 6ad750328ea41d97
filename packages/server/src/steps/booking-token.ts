/** Opens a booking token: the funnel's only state. */
import type { Deps } from '../deps.ts';
import type { PartnerContext } from '../request-context.ts';
import type { BookingToken } from '../tokens/payloads.ts';
import { openSealed } from './open-sealed.ts';

const codes = { refused: 'invalid_booking_token', expired: 'booking_token_expired' } as const;

/** @throws GatewayError `invalid_booking_token`, `booking_token_expired` */
export const openBookingToken = (
  deps: Pick<Deps, 'tokens' | 'metrics' | 'nowMs'>,
  { partner }: PartnerContext,
  token: string,
): BookingToken =>
  openSealed(deps, codes, () =>
    deps.tokens.booking.open(token, {
      clientId: partner.settings.client_id,
      nowSeconds: Math.floor(deps.nowMs() / 1000),
    }),
  );
