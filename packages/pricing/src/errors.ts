/** The one error this package throws, with a code for each thing a caller would decide differently. */

/**
 * Why pricing refused. Codes are stable; messages are for people and may change.
 *
 * | Code | Meaning |
 * |---|---|
 * | `invalid_decimal` | An amount, rate or percentage is not decimal text (numbers are refused too) |
 * | `missing_amount` | Upstream gave no value where a price needs one |
 * | `negative_amount` | A price, fee or printed amount is below zero |
 * | `unknown_currency` | Not an ISO 4217 code |
 * | `currency_mismatch` | Two amounts that must share a currency do not |
 * | `inexact_amount` | An amount to split is finer than the unit to split it into |
 * | `invalid_weights` | Allocation weights are empty, negative or all zero |
 * | `invalid_passengers` | The passenger count is not a whole number from 1 up |
 * | `invalid_instant` | Not an ISO 8601 instant with a zone |
 * | `markup_missing` | No rule in force for this client: never read as 0 % |
 * | `markup_invalid` | A rule contradicts itself, or two rules claim the same trip |
 * | `rate_missing` | No direct, inverse or via-USD rate |
 * | `rate_invalid` | A rate is zero, negative or not a number |
 * | `rate_stale` | The rate needed is older than the limit |
 */
export type PricingErrorCode =
  | 'invalid_decimal'
  | 'missing_amount'
  | 'negative_amount'
  | 'unknown_currency'
  | 'currency_mismatch'
  | 'inexact_amount'
  | 'invalid_weights'
  | 'invalid_passengers'
  | 'invalid_instant'
  | 'markup_missing'
  | 'markup_invalid'
  | 'rate_missing'
  | 'rate_invalid'
  | 'rate_stale';

const marker = Symbol.for('@partner-gateway/pricing/PricingError');

/**
 * Thrown whenever a price cannot be computed with certainty. Messages name the field and the rule, never the
 * rejected value.
 *
 * @example
 * ```ts
 * try {
 *   money('ten', 'THB');
 * } catch (error) {
 *   if (PricingError.isInstance(error)) console.log(error.code); // 'invalid_decimal'
 * }
 * ```
 */
export class PricingError extends Error {
  override readonly name = 'PricingError';
  readonly code: PricingErrorCode;

  constructor(code: PricingErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, marker, { value: true });
  }

  /** True for a `PricingError` of any loaded copy of this package (ESM beside CJS), which `instanceof` misses. */
  static isInstance(value: unknown): value is PricingError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}
