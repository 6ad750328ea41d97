/** Carts: how a trip is put into one, and what it holds. */
import type { Call } from './call.ts';
import { isRecord, readList } from './reading/leaves.ts';
import {
  type CartId,
  type ClassId,
  type LocalDateTime,
  type OperatorId,
  readCartId,
  readLocalDateTime,
  readTripKey,
  type TripKey,
  type TwelveGoStationId,
  toPathDateTime,
} from './reading/scalars.ts';
import { type TripQuery, toTripPath } from './search.ts';

/** A trip that has no trip key. `duration` is in minutes. */
export type CartAttributes = {
  readonly from_id: TwelveGoStationId;
  readonly to_id: TwelveGoStationId;
  readonly operator_id: OperatorId;
  readonly class_id: ClassId;
  readonly official_id: string | null;
  readonly godate: LocalDateTime;
  readonly duration: number;
};

export const addToCartCall = (query: TripQuery): Call<CartId> => ({
  operation: 'addToCart',
  path: `/cart/${toTripPath(query)}`,
  query: { seats: String(query.seats) },
  read: readAddedCart,
  bareText: true,
});

export const addToCartByAttributesCall = (attributes: CartAttributes, seats: number): Call<CartId> => ({
  operation: 'addToCartByAttributes',
  path: '/cart',
  query: { seats: String(seats), lang: 'en' },
  body: JSON.stringify({ ...attributes, godate: toPathDateTime(attributes.godate) }),
  read: readAddedCart,
  bareText: true,
});

export const cartCall = (cartId: CartId): Call<Cart> => ({
  operation: 'cart',
  path: `/cart/${cartId}`,
  read: readCart,
});

/** What a cart holds. */
export type Cart = {
  readonly cart: readonly { readonly trip_key: TripKey; readonly godate: LocalDateTime | null }[];
};

/** Reads a cart, or undefined when it holds no list. An item without a readable key is left out. */
export const readCart = (body: unknown): Cart | undefined => {
  const list = isRecord(body) ? readList(body.cart) : undefined;
  return list && { cart: list.map(readCartItem).filter((item) => item !== undefined) };
};

const readCartItem = (item: unknown): Cart['cart'][number] | undefined => {
  const trip_key = isRecord(item) ? readTripKey(item.trip_key) : undefined;
  if (!isRecord(item) || trip_key === undefined) return undefined;
  return { trip_key, godate: readLocalDateTime(item.godate) ?? null };
};

/** The cart id in a JSON string, a bare text, or an object with `cart_id`, `cartId`, `hash` or `id`. */
export const readAddedCart = (body: unknown): CartId | undefined => {
  if (!isRecord(body)) return readCartId(typeof body === 'string' ? body.trim() : body);
  return readCartId(body.cart_id ?? body.cartId ?? body.hash ?? body.id);
};
