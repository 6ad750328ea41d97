/** The booking schema of an itinerary, a JSON Schema of draft 07, and its extras: made of the trip's form and its free seats. */
import type { BookingSchema, Extras } from '@partner-gateway/contract';
import { secondText } from '../clock.ts';
import type { Cart } from '../memory.ts';
import { toMoney } from '../money.ts';
import type { State } from '../state.ts';
import { type Seat, seatCents, seatPlanOf, seatsOf } from '../world/seat-plans.ts';
import { withMarkup } from '../world/trips.ts';
import { bookingFields, type Choice, contact, type Field, passengerFields } from './form-parts.ts';

type Json = BookingSchema[string];
type Priced = { readonly value: string; readonly title: string; readonly cents: bigint };

const option = (currency: string, { value, title, cents }: Priced): Json => {
  if (cents === 0n) return { const: value, title };
  const surcharge = toMoney(currency, cents);
  return {
    const: value,
    title: `${title} (+${surcharge.amount} ${currency})`,
    definitions: { surcharge: { const: surcharge } },
  };
};

/** What the partner pays for a choice. */
export const choiceCents = ({ supplierCents = 0n }: Choice): bigint => withMarkup(supplierCents);

const fieldSchema = (currency: string, field: Field): Json => {
  const { title, type, pattern, choices = [] } = field;
  if (type === 'yes_no') return { type: 'boolean', title };
  if (type === 'choice') {
    const anyOf = choices.map((one) => option(currency, { ...one, cents: choiceCents(one) }));
    return { type: 'string', title, anyOf };
  }
  return {
    type: 'string',
    title,
    ...(field.name === 'email' && { format: 'email' }),
    ...(type === 'date' && { format: 'date' }),
    ...(pattern !== undefined && { pattern }),
  };
};

const objectSchema = (currency: string, fields: readonly Field[]): { [name: string]: Json } => {
  const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(currency, field)])),
  };
};

/** The seats that a cart can still have. */
export const freeSeats = (state: State, { departure, token }: Cart): readonly Seat[] => {
  const plan = seatPlanOf(departure.trip);
  if (plan === undefined) return [];
  return seatsOf(plan).filter(
    ({ id, isTaken }) =>
      !isTaken &&
      !state.seats.isSold(departure, id) &&
      state.seats.heldUntilMs(departure, id, token) === undefined,
  );
};

const seatSelection = (state: State, cart: Cart): { [name: string]: Json } => {
  const { trip } = cart.departure;
  const free = freeSeats(state, cart);
  if (trip.seatPlan === undefined || free.length < cart.passengers) return {};
  const anyOf = free.map((seat) =>
    option(trip.currency, { value: seat.id, title: seat.id, cents: seatCents(seat) }),
  );
  const count = { minItems: cart.passengers, maxItems: cart.passengers };
  return {
    seat_selection: { type: 'array', title: 'Seats', ...count, uniqueItems: true, items: { anyOf } },
    allow_automatic_seat_selection: { type: 'boolean' },
  };
};

/** What `booking_data` of a cart has to fit. */
export const bookingSchemaOf = (state: State, cart: Cart): BookingSchema => {
  const { currency, form } = cart.departure.trip;
  const booking = bookingFields(form);
  const { properties: contacts = {} } = objectSchema(currency, contact);
  const isAsked = booking.some(({ isRequired }) => isRequired);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    required: ['email', 'mobile_phone', 'passengers', ...(isAsked ? ['additional_fields'] : [])],
    properties: {
      ...(contacts as { [name: string]: Json }),
      ...seatSelection(state, cart),
      passengers: {
        type: 'array',
        minItems: cart.passengers,
        maxItems: cart.passengers,
        items: objectSchema(currency, passengerFields(form)),
      },
      ...(booking.length > 0 && { additional_fields: objectSchema(currency, booking) }),
    },
  };
};

const seatMapOf = (state: State, cart: Cart): Extras['seat_map'] => {
  const { departure, token } = cart;
  const plan = seatPlanOf(departure.trip);
  const cellOf = (seat: Seat) => {
    const heldMs = state.seats.heldUntilMs(departure, seat.id, token);
    return {
      seat_id: seat.id,
      available: !seat.isTaken && heldMs === undefined && !state.seats.isSold(departure, seat.id),
      ...(heldMs !== undefined && { held_until: secondText(heldMs) }),
      type: plan?.seatType ?? 'seat',
      orientation: 'front',
      price_difference: toMoney(departure.trip.currency, seatCents(seat)),
    };
  };
  return {
    sections: (plan?.decks ?? []).map(({ level, rows }) => ({
      level,
      rows: rows.map(({ row, cells }) => ({ row, cells: cells.map((cell) => cell && cellOf(cell)) })),
    })),
  };
};

/** What can be chosen beside. */
export const extrasOf = (state: State, cart: Cart): Extras => {
  const { trip } = cart.departure;
  const bags = passengerFields(trip.form).find(({ lineKind }) => lineKind === 'baggage')?.choices;
  const baggage = bags?.map((bag) => ({
    code: bag.value,
    title: bag.title,
    price: toMoney(trip.currency, choiceCents(bag)),
  }));
  if (trip.seatPlan === undefined) return baggage === undefined ? {} : { baggage };
  return { seat_map: seatMapOf(state, cart), baggage: baggage ?? [] };
};
