/** Why a sealed text was refused: one error class, one reason per decision a flow or a metric makes. */

/**
 * - `malformed`: not the shape of a box, or its plain text is not the expected payload
 * - `unknown_key`: the key id is not in the ring (retired, or a rotation step was skipped)
 * - `bad_tag`: altered, or made for another purpose, client or key
 * - `wrong_version`: authentic, but of a payload version this build does not read
 * - `wrong_client`: authentic, but its payload names another client
 * - `not_yet_valid`: authentic, but issued further in the future than clocks may differ
 * - `expired`: authentic, but past its end
 * - `too_large`: over a size bound, when issuing or opening
 */
export type TokenErrorReason =
  | 'malformed'
  | 'unknown_key'
  | 'bad_tag'
  | 'wrong_version'
  | 'wrong_client'
  | 'not_yet_valid'
  | 'expired'
  | 'too_large';

/** Never holds the box or its content: both open bookings. The key id is safe to log. */
export class TokenError extends Error {
  readonly reason: TokenErrorReason;
  readonly keyId: string | undefined;

  constructor(reason: TokenErrorReason, options: { keyId?: string; cause?: unknown } = {}) {
    super(
      `sealed text refused: ${reason}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'TokenError';
    this.reason = reason;
    this.keyId = options.keyId;
  }
}
