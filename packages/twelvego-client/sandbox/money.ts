/** Amounts of the sandbox: whole hundredths inside, 12go's JSON numbers outside, in the currency of the account. */

/** Hundredths of one US dollar's worth; fixed, so that a run repeats itself. */
const perDollar: Readonly<Record<string, number>> = {
  USD: 1,
  THB: 36.25,
  VND: 25_400,
  PHP: 58.4,
  MYR: 4.46,
  IDR: 16_250,
  JPY: 152.5,
  EUR: 0.92,
  KHR: 4_060,
};
const wholeUnitsOnly = new Set(['JPY', 'VND', 'IDR', 'KHR']);

/** What 12go calls a Price. */
export type JsonPrice = { readonly value: number | null; readonly fxcode: string };

/** Prints amounts of one currency in another. */
export type Printer = {
  readonly fxcode: string;
  /** The amount as a JSON number. */
  amount(hundredths: number): number;
  price(hundredths: number): JsonPrice;
};

/** Prints amounts that are in `currency` in the account's currency, or as they are when the account has none. */
export function createPrinter(currency: string, accountCurrency: string | null): Printer {
  const fxcode = accountCurrency ?? currency;
  const amount = (hundredths: number): number => convert(hundredths, currency, fxcode) / 100;
  return { fxcode, amount, price: (hundredths) => ({ value: amount(hundredths), fxcode }) };
}

function convert(hundredths: number, from: string, to: string): number {
  if (from === to) return hundredths;
  const [fromRate, toRate] = [perDollar[from], perDollar[to]];
  if (fromRate === undefined || toRate === undefined)
    throw new TypeError(`the sandbox has no rate from ${from} to ${to}`);
  const converted = (hundredths / fromRate) * toRate;
  return wholeUnitsOnly.has(to) ? Math.round(converted / 100) * 100 : Math.round(converted);
}
