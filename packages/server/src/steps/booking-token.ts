/** Opens what partners send back sealed, the booking token above all, and says why not in the contract's words. */
import type { ErrorCode, FieldError } from '@partner-gateway/contract';
import { assertLife, type BookingToken, TokenError } from '@partner-gateway/tokens';
import type { TokenStamp } from '@partner-gateway/write-guard';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';

/** The codes of one kind of box: refused for any reason but its end, and past its end. */
export type SealedCodes = {
  readonly refused: ErrorCode;
  readonly expired: ErrorCode;
  /** What to say of a refused one where the code alone does not say it. */
  readonly field?: FieldError;
};

/**
 * Runs an opening; a refused box is counted by its reason and answered without telling which check failed.
 *
 * @throws GatewayError with one of the two codes.
 */
export const openSealed = <Payload>(
  { observe: { metrics, spans } }: Pick<Deps, 'observe'>,
  codes: SealedCodes,
  open: () => Payload,
): Payload => {
  try {
    return spans.withinSync('token.open', open);
  } catch (cause) {
    if (!(cause instanceof TokenError)) throw cause;
    const { reason } = cause;
    metrics.count('gateway.token.rejected', { reason });
    if (reason === 'expired') throw new GatewayError(codes.expired, { cause, reason });
    const { field } = codes;
    throw new GatewayError(codes.refused, { cause, reason, ...(field !== undefined && { fields: [field] }) });
  }
};

const codes = { refused: 'invalid_booking_token', expired: 'booking_token_expired' } as const;

type Needs = 'clock' | 'observe' | 'tokens';

const openAt = (
  { deps, clientId, about }: PartnerCall<Needs>,
  text: string,
  nowSeconds: number,
): BookingToken => {
  const token = openSealed(deps, codes, () => deps.tokens.booking.open(text, { clientId, nowSeconds }));
  about({ contract_code: token.contractCode });
  return token;
};

/** @throws GatewayError `invalid_booking_token`, `booking_token_expired` */
export const openBookingToken = (call: PartnerCall<Needs>, token: string): BookingToken =>
  openAt(call, token, call.deps.clock.nowSeconds());

/** What a booking token says of its cart. One of before this gateway names no form, and none of its server runs. */
export type CartFacts = Pick<
  BookingToken,
  'clientId' | 'cartId' | 'tripKey' | 'departure' | 'passengers' | 'netMinor' | 'currency'
> &
  Partial<Pick<BookingToken, 'contractCode' | 'formHash'>>;

/** Names no server run, so that it fits no memory and is newer than none. */
const olderFormat = '?';

/** What the write guard asks of a token: which memory vouches for it. */
export const stampOf = ({ memoryId = olderFormat, memoryAtSeconds = 0 }: BookingToken): TokenStamp => ({
  memoryId,
  issuedAtMs: memoryAtSeconds * 1000,
});

/**
 * Judges the age of a token that was opened whatever its age.
 *
 * @throws GatewayError `booking_token_expired`, or `invalid_booking_token` for one of the future.
 */
export const assertInTime = (deps: Pick<Deps, 'clock' | 'observe'>, token: BookingToken): void =>
  openSealed(deps, codes, () => assertLife(token, deps.clock.nowSeconds()));

/** No moment: by it a sealed text is neither too early nor too late. */
export const timeless = Number.NaN;

/** Opens a token whose end does not matter: what is let go with it may have outlived it. @throws GatewayError `invalid_booking_token` */
export const openEndedBookingToken = (call: PartnerCall<Needs>, token: string): BookingToken =>
  openAt(call, token, timeless);

/**
 * Opens a token whatever its age, to find what was done with it: a replay has to work after the token's end too.
 * {@link assertInTime} has to judge it before anything is sent.
 *
 * @throws GatewayError `invalid_booking_token`; of a key that was taken away it says nothing about the booking, which an
 * identical request may have made while the key was there.
 */
export const openBookingTokenOfAnyAge = (call: PartnerCall<Needs>, token: string): BookingToken => {
  try {
    return openAt(call, token, timeless);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { cause } = error.extras;
    if (!(cause instanceof TokenError) || cause.reason !== 'unknown_key') throw error;
    throw new GatewayError(error.code, { ...error.extras, outcome: 'unknown' });
  }
};
