/** The credit-line service: what a partner may still spend. */
import type { Metrics, Spans } from '@partner-gateway/telemetry';
import { z } from 'zod';
import { GatewayError } from '../errors.ts';
import { type Neighbour, NeighbourError } from './neighbour.ts';

/** What a client may still spend; below zero when it is overdrawn. */
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

/** Where its calls are told. */
type Observer = { readonly metrics: Metrics; readonly spans: Spans };

/** Makes the reader over the service; what it does not answer is counted by its kind. */
export const createCreditLine = (service: Neighbour, { metrics, spans }: Observer): CreditLine => ({
  async balance(clientId) {
    try {
      const answer = await spans.within('creditline.check', () => service.json(balancePath(clientId)));
      const { balance: amount, currency } = balanceSchema.parse(answer);
      return { amount, currency };
    } catch (cause) {
      const kind = cause instanceof NeighbourError ? cause.kind : 'unreadable';
      metrics.count('gateway.creditline.failures', { kind });
      // A schema error quotes what the service said, so only its kind goes on.
      throw new GatewayError('credit_unavailable', cause instanceof NeighbourError ? { cause } : {});
    }
  },
});
