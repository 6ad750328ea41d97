/** The credit line around a booking write: amounts held before it is sent, let go when its outcome is known. */
import type { Money as ContractMoney } from '@partner-gateway/contract';
import { money, toMinor } from '@partner-gateway/pricing';
import type { Outcome } from '@partner-gateway/write-guard';
import type { Deps } from '../../deps.ts';
import { GatewayError } from '../../errors.ts';
import type { PartnerContext } from '../../request-context.ts';
import type { CreditHold } from '../../state/credit-holds.ts';

type Slice = Pick<Deps, 'creditHolds' | 'creditLine' | 'journal' | 'log' | 'metrics' | 'priceBook'>;

/** What credit is held for: a cart that is being reserved, or a booking that is being confirmed. */
export type HeldFor = {
  readonly kind: 'cart' | 'booking';
  readonly id: string;
  /** The attempt that holds; left out by whoever learned how the write ended, which ends every attempt's hold. */
  readonly attemptId?: string;
};

const decimals = 2;
const toHoldId = ({ kind, id }: HeldFor): string => `${kind}:${id}`;

/** Whatever is not a clear answer about the credit line stops the booking; nothing has been sent. */
const asUnavailable = (cause: unknown): GatewayError =>
  cause instanceof GatewayError && cause.code === 'credit_unavailable'
    ? cause
    : new GatewayError('credit_unavailable', { cause });

/** What to hold, of the balance as it is now. */
const readHold = async (
  { creditLine, priceBook }: Pick<Deps, 'creditLine' | 'priceBook'>,
  clientId: string,
  held: HeldFor,
  total: ContractMoney,
): Promise<CreditHold> => {
  const { amount, currency } = await creditLine.balance(clientId);
  return {
    clientId,
    currency,
    holdId: toHoldId(held),
    ...(held.attemptId === undefined ? {} : { attemptId: held.attemptId }),
    amountMinor: toMinor(priceBook.inCurrency(total, currency), decimals, 'up'),
    balanceMinor: toMinor(money(amount, currency), decimals, 'down'),
  };
};

const hold = async (deps: Slice, clientId: string, held: HeldFor, total: ContractMoney) => {
  try {
    return await deps.creditHolds.hold(await readHold(deps, clientId, held, total));
  } catch (error) {
    throw asUnavailable(error);
  }
};

/**
 * Whether a total could be set aside now; sets nothing aside.
 *
 * @throws GatewayError `credit_line_insufficient`, `credit_unavailable`
 */
export const assertCredit = async (
  deps: Pick<Deps, 'creditHolds' | 'creditLine' | 'priceBook'>,
  { partner }: PartnerContext,
  held: HeldFor,
  total: ContractMoney,
): Promise<void> => {
  const { client_id: clientId, credit_line_check: isChecked } = partner.settings;
  if (!isChecked) return;
  const isCovered = await readHold(deps, clientId, held, total)
    .then((wanted) => deps.creditHolds.covers(wanted))
    .catch((error: unknown) => {
      throw asUnavailable(error);
    });
  if (!isCovered) throw new GatewayError('credit_line_insufficient');
};

/**
 * Sets a total aside on the client's credit line.
 *
 * @throws GatewayError `credit_line_insufficient`, `credit_unavailable`
 */
export const holdCredit = async (
  deps: Slice,
  { partner }: PartnerContext,
  held: HeldFor,
  total: ContractMoney,
): Promise<void> => {
  const { client_id: clientId, credit_line_check: isChecked } = partner.settings;
  const note = (state: string) =>
    void deps.journal.append({ clientId, id: held.id }, 'credit', { state, ...total });
  if (!isChecked) return note('not_checked');
  const { kind } = await hold(deps, clientId, held, total).catch((error: unknown) => {
    note('unavailable');
    throw error;
  });
  note(kind);
  if (kind === 'held') return;
  deps.metrics.count('gateway.creditline.rejected', { client_id: clientId });
  throw new GatewayError('credit_line_insufficient');
};

/**
 * Lets a hold go once the outcome of its write is known; while it is unknown the hold stays. What was executed counts for
 * a moment longer, as the booking's. Never fails: a hold that cannot be let go ends by itself.
 */
export const releaseCredit = async (
  deps: Pick<Deps, 'creditHolds' | 'journal' | 'log'>,
  clientId: string,
  held: HeldFor,
  { outcome, bid }: { readonly outcome: Outcome; readonly bid?: string | undefined },
): Promise<void> => {
  try {
    const lingersAs = toHoldId(bid === undefined ? held : { kind: 'booking', id: bid });
    await deps.creditHolds.release({ clientId }, toHoldId(held), outcome, {
      attemptId: held.attemptId,
      lingersAs,
    });
    void deps.journal.append({ clientId, id: held.id }, 'credit', { state: 'let_go', outcome });
  } catch {
    deps.log('warn', 'A credit hold could not be let go', { client_id: clientId, reason: held.kind });
  }
};
