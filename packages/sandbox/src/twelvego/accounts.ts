/** The accounts behind the sandbox's API keys: their permissions, two ways to refuse a key, and the currency they see. */

/** An account of 12go. Accounts cannot see each other's carts and bookings. */
export type SandboxAccount = {
  readonly key: string;
  /** Prices are shown in it; null shows each trip's own currency. */
  readonly currency: string | null;
  /** Without it `netprice` and `sysfee` are null in search and trip. */
  readonly showsNetPrice: boolean;
  /** A deny-all data rule: sees no trips. */
  readonly deniesAll: boolean;
  /** The role `deleted`: the key is refused with 401. */
  readonly isDeleted: boolean;
};

const account = (key: string, changes: Partial<SandboxAccount> = {}): SandboxAccount => ({
  key,
  currency: null,
  showsNetPrice: true,
  deniesAll: false,
  isDeleted: false,
  ...changes,
});

/** Whoever calls without needing a key. */
export const nobody: SandboxAccount = account('');

/** The accounts of a sandbox that is not given any. */
export const defaultAccounts: readonly SandboxAccount[] = [
  account('sandbox-key'),
  account('sandbox-key-two'),
  account('sandbox-key-usd', { currency: 'USD' }),
  account('sandbox-key-no-net', { showsNetPrice: false }),
  account('sandbox-key-denied', { deniesAll: true }),
  account('sandbox-key-deleted', { isDeleted: true }),
];

/** Either the account of a key, or the status that refuses it: 12go says 401 to some bad keys and 400 `{}` to others. */
export const authenticate = (
  accounts: readonly SandboxAccount[],
  key: string | null,
): SandboxAccount | 400 | 401 => {
  const found = accounts.find((candidate) => candidate.key === key);
  if (found !== undefined) return found.isDeleted ? 401 : found;
  return key?.startsWith('bad') === true ? 400 : 401;
};

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
export const createPrinter = (currency: string, accountCurrency: string | null): Printer => {
  const fxcode = accountCurrency ?? currency;
  const amount = (hundredths: number): number => convert(hundredths, currency, fxcode) / 100;
  return { fxcode, amount, price: (hundredths) => ({ value: amount(hundredths), fxcode }) };
};

const convert = (hundredths: number, from: string, to: string): number => {
  if (from === to) return hundredths;
  const [fromRate, toRate] = [perDollar[from], perDollar[to]];
  if (fromRate === undefined || toRate === undefined)
    throw new TypeError(`the sandbox has no rate from ${from} to ${to}`);
  const converted = (hundredths / fromRate) * toRate;
  return wholeUnitsOnly.has(to) ? Math.round(converted / 100) * 100 : Math.round(converted);
};
