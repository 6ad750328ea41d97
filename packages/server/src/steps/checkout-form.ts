/** Reads the checkout form of a cart and counts what of it could not be used. */
import { type BookingForm, readBookingForm } from '@partner-gateway/booking-forms';
import { type CartId, type TwelveGoClient, toCartId } from '@partner-gateway/twelvego-client';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { forStep } from '../translate/upstream-error.ts';
import type { CartFacts } from './booking-token.ts';

type Slice = Pick<Deps, 'observe' | 'settings'>;
type Cart = { readonly cartId: CartId; readonly passengers: number };

const readForm = async (
  { observe: { metrics }, settings }: Slice,
  client: TwelveGoClient,
  { step, cartId, passengers }: Cart & { readonly step: 'checkoutToOpen' | 'checkoutToBook' },
): Promise<BookingForm> => {
  const people = settings.checkoutPeople === 'one' ? 1 : passengers;
  const form = readBookingForm(await forStep(step, client.checkoutForm(cartId, people)), passengers);
  if (form.fields.length === 0) throw new GatewayError('schema_unavailable');
  if (form.notes.regexDropped > 0) metrics.count('gateway.schema.regex_dropped', {}, form.notes.regexDropped);
  const unknown = form.notes.unknownFields.length;
  if (unknown > 0) metrics.count('gateway.schema.unknown_field', {}, unknown);
  return form;
};

/** The form of a new cart. @throws GatewayError `schema_unavailable` */
export const readFormToOpen = (deps: Slice, client: TwelveGoClient, cart: Cart): Promise<BookingForm> =>
  readForm(deps, client, { ...cart, step: 'checkoutToOpen' });

/** The form again, for locking or booking. @throws GatewayError `trip_unavailable` when the cart is gone */
export const readFormToBook = async (
  deps: Slice,
  client: TwelveGoClient,
  facts: Pick<CartFacts, 'cartId' | 'passengers' | 'formHash'>,
): Promise<BookingForm> => {
  const form = await readForm(deps, client, {
    step: 'checkoutToBook',
    cartId: toCartId(facts.cartId),
    passengers: facts.passengers,
  });
  const { formHash = form.hash } = facts;
  if (form.hash !== formHash) deps.observe.metrics.count('gateway.schema.changed', {});
  return form;
};
