/** The credit line around a booking write: amounts held before it is sent, let go when its outcome is known. */
import type { Money as ContractMoney } from '@partner-gateway/contract';
import type { JournalDetail } from '@partner-gateway/journal';
import { money, toMinor } from '@partner-gateway/pricing';
import type { Outcome } from '@partner-gateway/write-guard';
import type { Deps } from '../../deps.ts';
import { GatewayError } from '../../errors.ts';
import type { PartnerCall } from '../../partner-call.ts';
import type { CreditHold } from '../../state/credit-holds.ts';
import { reasonOf } from '../../translate/story-words.ts';

type BalanceNeeds = 'priceBook' | 'upstream' | 'writes';

/** What credit is held for: a cart that is being reserved, or a booking that is being confirmed. */
export type HeldFor = {
  readonly clientId: string;
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
  { upstream: { creditLine }, priceBook }: Pick<Deps, 'priceBook' | 'upstream'>,
  held: HeldFor,
  total: ContractMoney,
): Promise<CreditHold> => {
  const { clientId, attemptId } = held;
  const { amount, currency } = await creditLine.balance(clientId);
  return {
    clientId,
    currency,
    holdId: toHoldId(held),
    ...(attemptId !== undefined && { attemptId }),
    amountMinor: toMinor(priceBook.inCurrency(total, currency), decimals, 'up'),
    balanceMinor: toMinor(money(amount, currency), decimals, 'down'),
  };
};

/**
 * Whether a total could be set aside now; sets nothing aside.
 *
 * @throws GatewayError `credit_line_insufficient`, `credit_unavailable`
 */
export const assertCredit = async (
  { deps, partner }: PartnerCall<BalanceNeeds>,
  held: HeldFor,
  total: ContractMoney,
): Promise<void> => {
  if (!partner.settings.credit_line_check) return;
  const isCovered = await readHold(deps, held, total)
    .then((wanted) => deps.writes.creditHolds.covers(wanted))
    .catch((error: unknown) => {
      throw asUnavailable(error);
    });
  if (!isCovered) throw new GatewayError('credit_line_insufficient');
};

/**
 * Reads the balance of the client's credit line; what it returns sets a total aside on it.
 *
 * @throws GatewayError `credit_unavailable`; what it returns that as well, and `credit_line_insufficient`
 */
export const readyCredit = async (
  { deps, partner }: PartnerCall<BalanceNeeds | 'clock' | 'observe'>,
  held: HeldFor,
  total: ContractMoney,
): Promise<() => Promise<void>> => {
  const { clientId, id } = held;
  const note = (state: string, more: JournalDetail = {}) =>
    void deps.writes.journal.append({ clientId, id }, 'credit', { state, ...total, ...more });
  if (!partner.settings.credit_line_check) return () => Promise.resolve(note('not_checked'));
  const startedMs = deps.clock.nowMs();
  const asked = async <Reply>(reply: Promise<Reply>): Promise<Reply> => {
    try {
      return await reply;
    } catch (cause) {
      const error = asUnavailable(cause);
      const reason = reasonOf(error.extras.cause);
      note('unavailable', { latencyMs: deps.clock.nowMs() - startedMs, ...(reason && { reason }) });
      throw error;
    }
  };
  const wanted = await asked(readHold(deps, held, total));
  return async () => {
    const { kind } = await asked(deps.writes.creditHolds.hold(wanted));
    note(kind);
    if (kind === 'held') return;
    deps.observe.metrics.count('gateway.creditline.rejected', { client_id: clientId });
    throw new GatewayError('credit_line_insufficient');
  };
};

/**
 * Sets a total aside on the client's credit line.
 *
 * @throws GatewayError `credit_line_insufficient`, `credit_unavailable`
 */
export const holdCredit = async (
  call: PartnerCall<BalanceNeeds | 'clock' | 'observe'>,
  held: HeldFor,
  total: ContractMoney,
): Promise<void> => {
  const setAside = await readyCredit(call, held, total);
  await setAside();
};

/**
 * Lets a hold go once the outcome of its write is known; while it is unknown the hold stays. What was executed counts for
 * a moment longer, as the booking's. Never fails: a hold that cannot be let go ends by itself.
 */
export const releaseCredit = async (
  deps: Pick<Deps, 'observe' | 'writes'>,
  held: HeldFor,
  { outcome, bid }: { readonly outcome: Outcome; readonly bid?: string | undefined },
): Promise<void> => {
  const { clientId, attemptId } = held;
  try {
    const lingersAs = toHoldId(bid === undefined ? held : { clientId, kind: 'booking', id: bid });
    await deps.writes.creditHolds.release(
      { clientId, holdId: toHoldId(held), attemptId, lingersAs },
      outcome,
    );
    void deps.writes.journal.append({ clientId, id: held.id }, 'credit', { state: 'let_go', outcome });
  } catch {
    deps.observe.log('warn', 'A credit hold could not be let go', { client_id: clientId, reason: held.kind });
  }
};
