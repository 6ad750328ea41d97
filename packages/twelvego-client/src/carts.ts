/** Carts: the tolerant reader of the add-to-cart answer, and the cart's content. */
import { z } from 'zod';
import { type CartId, readCartId, readTripKey, type TripKey } from './ids.ts';
import { type LocalDateTime, readLocalDateTime } from './local-date-time.ts';
import { isRecord, nullable, required } from './wire.ts';

const cartSchema = z.object({
  cart: z.array(z.object({ trip_key: required(readTripKey), godate: nullable(readLocalDateTime) })),
});

/** What a cart holds. */
export type Cart = {
  readonly cart: readonly { readonly trip_key: TripKey; readonly godate: LocalDateTime | null }[];
};

/** Reads a cart, or undefined. */
export const readCart = (body: unknown): Cart | undefined => cartSchema.safeParse(body).data;

/** The cart id in a JSON string, a bare text, or an object with `cart_id`, `cartId`, `hash` or `id`. */
export function readAddedCart(body: unknown): CartId | undefined {
  if (!isRecord(body)) return readCartId(typeof body === 'string' ? body.trim() : body);
  return readCartId(body.cart_id ?? body.cartId ?? body.hash ?? body.id);
}
