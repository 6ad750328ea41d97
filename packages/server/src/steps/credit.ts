/** The credit line before a booking is reserved or confirmed: anything but a clear yes stops the booking. */
import type { Money as ContractMoney } from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerContext } from '../request-context.ts';

/** @throws GatewayError `credit_line_insufficient`, `credit_unavailable` */
export const assertCredit = async (
  { creditLine, metrics, priceBook }: Pick<Deps, 'creditLine' | 'metrics' | 'priceBook'>,
  { partner }: PartnerContext,
  total: ContractMoney,
): Promise<void> => {
  const { client_id: clientId, credit_line_check: isChecked } = partner.settings;
  if (!isChecked || priceBook.covers(await creditLine.balance(clientId), total)) return;
  metrics.count('gateway.creditline.rejected', { client_id: clientId });
  throw new GatewayError('credit_line_insufficient');
};
