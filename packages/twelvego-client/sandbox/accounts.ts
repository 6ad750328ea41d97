/** The accounts behind the sandbox's API keys: currency, permissions, and two ways to refuse a key. */

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
export function authenticate(
  accounts: readonly SandboxAccount[],
  key: string | null,
): SandboxAccount | 400 | 401 {
  const found = accounts.find((candidate) => candidate.key === key);
  if (found !== undefined) return found.isDeleted ? 401 : found;
  return key?.startsWith('bad') === true ? 400 : 401;
}
