/** Amounts in hundredths as bigints, and as the texts with two decimals that they are on the wire. */

export type Money = { readonly currency: string; readonly amount: string };

/** `2205n` of USD is `{ currency: 'USD', amount: '22.05' }`; below nothing it is a `-` in front. */
export const toMoney = (currency: string, cents: bigint): Money => {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return { currency, amount: `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}` };
};

/** The hundredths of an amount with two decimals. Throws `SyntaxError` on another text. */
export const toCents = (amount: string): bigint => {
  if (!/^\d+\.\d{2}$/.test(amount)) throw new SyntaxError('is not an amount with two decimals');
  return BigInt(amount.replace('.', ''));
};

/** `part / whole` of an amount, half a hundredth rounded up. */
export const share = (cents: bigint, part: bigint, whole: bigint): bigint =>
  (2n * cents * part + whole) / (2n * whole);

/** How much more `to` is than `from`, in percent with two decimals; both are positive. */
export const differencePercent = (from: bigint, to: bigint): string => {
  const hundredths = to < from ? -share(from - to, 10_000n, from) : share(to - from, 10_000n, from);
  return toMoney('', hundredths).amount;
};

/** What a US dollar is worth in each currency the fake prices in, in hundredths. Invented, and never moving. */
const perDollar: Readonly<Record<string, bigint>> = {
  USD: 100n,
  EUR: 86n,
  GBP: 75n,
  AUD: 152n,
  SGD: 130n,
  THB: 3_250n,
  PHP: 5_700n,
  VND: 2_600_000n,
};

/** Whether the fake knows a currency. */
export const isKnownCurrency = (currency: string): boolean => Object.hasOwn(perDollar, currency);

/** An amount in another currency. */
export const exchange = (cents: bigint, from: string, to: string): bigint =>
  share(cents, perDollar[to] ?? 100n, perDollar[from] ?? 100n);
