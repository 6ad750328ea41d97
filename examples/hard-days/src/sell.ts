/** Sells a trip, and decides on everything that can come between: each branch ends in what the customer is told. */
import type { Money } from '@partner-gateway/sdk';
import { type BookingClient, type BookingOrder, type BookOutcome, book } from '@partner-gateway/sdk/flows';
import { format } from '@partner-gateway/sdk/money';

/** Asks the customer whether the new price will do. */
export type AskCustomer = (was: Money, is: Money) => Promise<boolean>;

const decide = async (outcome: BookOutcome, ask: AskCustomer): Promise<string> => {
  switch (outcome.state) {
    case 'confirmed':
    case 'reserved':
      return `${outcome.booking.status}: ${format(outcome.booking.total_price, 'en')}`;
    case 'price_changed':
      if (!(await ask(outcome.old, outcome.new)))
        return 'the customer did not want the new price; nothing is booked';
      return decide(await outcome.accept(), ask);
    case 'pending':
      // A shop keeps `outcome.pending`, tells the customer "we will write to you", and goes on in a job of its own.
      return decide(await outcome.resume({ deadlineMs: 300_000 }), ask);
    case 'unknown':
      // The same write under the same key: it is answered with what was done, and books nothing twice.
      return decide(await outcome.reconcile(), ask);
    case 'rejected':
      return `not booked (${outcome.code}): ${outcome.problems.map(({ message }) => message).join(' ')}`;
  }
};

/** Books under a key of the shop's own, so that the same order can be run again after anything. */
export const sell = async (
  gateway: BookingClient,
  order: BookingOrder & { readonly id: string },
  ask: AskCustomer,
): Promise<string> => {
  const { id, ...booking } = order;
  return decide(await book(gateway, booking, { idempotencyKey: id }), ask);
};
