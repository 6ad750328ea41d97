/** Amounts as the contract writes them, text with two decimals in every currency, read to whole hundredths and back. */

/**
 * An amount and its currency, as it stands in every answer of the gateway.
 *
 * @example
 * ```ts
 * const fare: Money = { currency: 'THB', amount: '1054.60' };
 * console.log(format(fare, 'en'));
 * ```
 */
export type Money = {
  /** ISO 4217, such as `USD`. */
  currency: string;
  /** Decimal text with two decimals, such as `14.60`. Below zero only as a result of {@link subtract}. */
  amount: string;
};

const written = /^(-?)(\d{1,15})\.(\d{2})$/;

/** Hundredths of the currency. @throws TypeError when the amount is not text with two decimals */
export const toHundredths = ({ amount }: Money): bigint => {
  const [, sign, whole = '', fraction = ''] = written.exec(amount) ?? [];
  if (sign === undefined)
    throw new TypeError(
      `the amount ${JSON.stringify(amount)} is not text with two decimals, such as "14.60"; take amounts from answers as they are`,
    );
  return BigInt(sign + whole + fraction);
};

/** The amount of so many hundredths. */
export const fromHundredths = (hundredths: bigint, currency: string): Money => {
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0');
  const sign = hundredths < 0n ? '-' : '';
  return { currency, amount: `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}` };
};

/** @throws TypeError when the currencies differ: nothing here converts */
export const demandOneCurrency = (one: Money, other: Money): void => {
  if (one.currency !== other.currency)
    throw new TypeError(
      `${one.currency} and ${other.currency} cannot be put together: convert one of them first`,
    );
};
