/** The calls of 12go that the sandbox answers, by the names its scenarios, ledger and counts know them by. */

export const operations = [
  'search',
  'trip',
  'addToCart',
  'addToCartByAttributes',
  'cart',
  'checkoutForm',
  'reserve',
  'confirm',
  'booking',
  'bookingByCart',
  'refundOptions',
  'refund',
  'recheck',
] as const;

export type Operation = (typeof operations)[number];

export const isOperation = (name: unknown): name is Operation =>
  (operations as readonly unknown[]).includes(name);
