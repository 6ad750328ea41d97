/** The credit line around a booking write: amounts held before it is sent, let go when its outcome is known. */
import type { Money as ContractMoney } from '@partner-gateway/contract';
import { money, toMinor } from '@partner-gateway/pricing';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerContext } from '../request-context.ts';
import type { Outcome } from '../state/write-record.ts';

type Slice = Pick<Deps, 'creditHolds' | 'creditLine' | 'log' | 'metrics' | 'priceBook'>;

/** The write a hold belongs to. */
export type HeldWrite = {
  readonly operation: 'reserve' | 'confirm';
  readonly subject: string;
  /** The attempt that holds; left out by whoever learned the outcome of the write, which ends every attempt's hold. */
  readonly attemptId?: string;
};

const decimals = 2;
const toHoldId = ({ operation, subject }: HeldWrite): string => `${operation}:${subject}`;

/** Whatever is not a clear answer about the credit line stops the booking; nothing has been sent. */
const asUnavailable = (cause: unknown): GatewayError =>
  cause instanceof GatewayError && cause.code === 'credit_unavailable'
    ? cause
    : new GatewayError('credit_unavailable', { cause });

const hold = async (deps: Slice, clientId: string, write: HeldWrite, total: ContractMoney) => {
  try {
    const { amount, currency } = await deps.creditLine.balance(clientId);
    return await deps.creditHolds.hold({
      clientId,
      currency,
      holdId: toHoldId(write),
      ...(write.attemptId === undefined ? {} : { attemptId: write.attemptId }),
      amountMinor: toMinor(deps.priceBook.inCurrency(total, currency), decimals, 'up'),
      balanceMinor: toMinor(money(amount, currency), decimals, 'down'),
    });
  } catch (error) {
    throw asUnavailable(error);
  }
};

/**
 * Sets a total aside on the client's credit line.
 *
 * @throws GatewayError `credit_line_insufficient`, `credit_unavailable`
 */
export const holdCredit = async (
  deps: Slice,
  { partner }: PartnerContext,
  write: HeldWrite,
  total: ContractMoney,
): Promise<void> => {
  const { client_id: clientId, credit_line_check: isChecked } = partner.settings;
  if (!isChecked || (await hold(deps, clientId, write, total)).kind === 'held') return;
  deps.metrics.count('gateway.creditline.rejected', { client_id: clientId });
  throw new GatewayError('credit_line_insufficient');
};

/**
 * Lets a hold go once the outcome of its write is known; while it is unknown the hold stays. Never fails: a hold that
 * cannot be let go ends by itself.
 */
export const releaseCredit = async (
  deps: Pick<Deps, 'creditHolds' | 'journal' | 'log'>,
  clientId: string,
  write: HeldWrite,
  outcome: Outcome,
): Promise<void> => {
  try {
    await deps.creditHolds.release({ clientId }, toHoldId(write), outcome, write.attemptId);
  } catch {
    deps.log('warn', 'A credit hold could not be let go', { client_id: clientId, reason: write.operation });
  }
};
