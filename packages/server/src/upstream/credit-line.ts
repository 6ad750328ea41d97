/** The credit line: whether a partner's balance covers a total. Anything but a clear yes sends nothing. */
import type { Money } from '@partner-gateway/contract';
import { compare, fromContractMoney, money } from '@partner-gateway/pricing';
import { z } from 'zod';
import { GatewayError } from '../errors.ts';
import { type Neighbour, NeighbourError } from './neighbour.ts';

/** A partner's balance. */
export type Balance = { readonly amount: string; readonly currency: string };

/** Reads balances. */
export type CreditLine = {
  /** @throws GatewayError `credit_unavailable` when the service is down, slow or not clear. */
  balance(clientId: string): Promise<Balance>;
};

// Assumed: the service answers `GET /clients/{id}/balance` with the amount that is free to use.
const balancePath = (clientId: string): string => `/clients/${encodeURIComponent(clientId)}/balance`;
const balanceSchema = z.object({
  balance: z.string().regex(/^-?\d{1,15}(?:\.\d{1,6})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** Makes the reader over the service. */
export const createCreditLine = (service: Neighbour): CreditLine => ({
  async balance(clientId) {
    try {
      const { balance: amount, currency } = balanceSchema.parse(await service.json(balancePath(clientId)));
      return { amount, currency };
    } catch (cause) {
      const known = cause instanceof NeighbourError || cause instanceof z.ZodError;
      throw new GatewayError('credit_unavailable', known ? { cause } : {});
    }
  },
});

/**
 * Whether a balance covers a total.
 *
 * @throws GatewayError `credit_unavailable` when the two are in different currencies: a guess could overspend.
 */
export const covers = (balance: Balance, total: Money): boolean => {
  if (balance.currency !== total.currency) {
    throw new GatewayError('credit_unavailable', { detail: 'The credit line is kept in another currency.' });
  }
  return compare(money(balance.amount, balance.currency), fromContractMoney(total)) >= 0;
};
