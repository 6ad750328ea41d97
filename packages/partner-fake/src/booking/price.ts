/** What a cart costs with the choices made: line by line for the partner, and what the supplier gets of it. */
import type { QuoteLine } from '@partner-gateway/contract';
import type { JsonRecord } from '../answer/json.ts';
import { choicesOf } from '../forms/booking-data.ts';
import { choiceCents } from '../forms/booking-schema.ts';
import type { Cart } from '../memory.ts';
import { toMoney } from '../money.ts';
import { seatCents, seatPlanOf, seatsOf } from '../world/seat-plans.ts';
import { withMarkup } from '../world/trips.ts';

type Priced = Omit<QuoteLine, 'amount'> & { readonly cents: bigint; readonly supplierCents: bigint };

export type Price = {
  readonly totalCents: bigint;
  readonly supplierCents: bigint;
  readonly lines: readonly QuoteLine[];
};

const people = (count: number): string => `${count} passenger${count === 1 ? '' : 's'}`;

const base = ({ departure, passengers }: Cart): readonly Priced[] => {
  const { supplierCents, fixedFeeCents } = departure.trip;
  const count = BigInt(passengers);
  const fare: Priced = {
    kind: 'fare',
    title: `Fare for ${people(passengers)}`,
    cents: withMarkup(supplierCents) * count,
    supplierCents: supplierCents * count,
  };
  if (fixedFeeCents === 0n) return [fare];
  const title = `Fees for ${people(passengers)}`;
  return [fare, { kind: 'fees', title, cents: fixedFeeCents * count, supplierCents: 0n }];
};

const ofSeats = ({ departure }: Cart, seats: readonly unknown[]): readonly Priced[] => {
  const plan = seatPlanOf(departure.trip);
  const all = plan === undefined ? [] : seatsOf(plan);
  return seats.flatMap((id, index) => {
    const seat = all.find((one) => one.id === id);
    if (seat === undefined || seat.supplierCents === 0n) return [];
    const field = `booking_data.seat_selection[${index}]`;
    const { supplierCents } = seat;
    return [{ kind: 'seat' as const, title: seat.id, field, cents: seatCents(seat), supplierCents }];
  });
};

const ofChoices = (cart: Cart, data: JsonRecord): readonly Priced[] =>
  choicesOf(cart, data).flatMap(({ path, field, choice }) => {
    const { supplierCents = 0n } = choice;
    if (supplierCents === 0n) return [];
    const kind = field.lineKind ?? 'option';
    return [{ kind, title: choice.title, field: path, cents: choiceCents(choice), supplierCents }];
  });

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, one) => total + one, 0n);

/** The price of a cart; `seats` are those it holds or chose. */
export const priceOf = (cart: Cart, data: JsonRecord, seats: readonly unknown[]): Price => {
  const priced = [...base(cart), ...ofSeats(cart, seats), ...ofChoices(cart, data)];
  return {
    totalCents: sum(priced.map(({ cents }) => cents)),
    supplierCents: sum(priced.map(({ supplierCents }) => supplierCents)),
    lines: priced.map(({ cents, supplierCents: _, ...line }) => ({
      ...line,
      amount: toMoney(cart.departure.trip.currency, cents),
    })),
  };
};
