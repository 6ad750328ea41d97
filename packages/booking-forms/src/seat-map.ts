/** The seat map of a form as the contract draws it, with the seats that booking sessions hold. */
import type { Money as ContractMoney, SeatCell, SeatMap } from '@partner-gateway/contract';
import { isCurrency, money } from '@partner-gateway/pricing';
import type { SeatLayout } from '@partner-gateway/twelvego-client';
import type { BookingForm } from './booking-form.ts';
import { type SurchargePricing, seatCost } from './surcharges.ts';

/** Seats that booking sessions hold; for one of the client itself with the end of its hold, in UTC. */
export type SeatHolds = ReadonlyMap<string, string | undefined>;

/** The form without the seats that are held; what it says of everything else, its hash included, stays. */
export const withoutHeldSeats = (form: BookingForm, holds: SeatHolds): BookingForm => {
  const isOpen = (seat: string): boolean => !holds.has(seat);
  return {
    ...form,
    freeSeats: new Set([...form.freeSeats].filter(isOpen)),
    fields: form.fields.map((field) =>
      field.kind === 'seats' && field.seatMap === form.seatMap
        ? { ...field, choices: field.choices.filter(({ value }) => isOpen(value)) }
        : field,
    ),
  };
};

/**
 * The sections of a form's seat map in 12go's order, or undefined when there is none or a layout cannot be read;
 * seats can then still be chosen by the schema. Prices are what the partner pays on top of the fare.
 *
 * @example
 * ```ts
 * toSeatMap(form, pricing)?.sections[0]?.rows[0]?.cells[0]?.seat_id; // 'B1'
 * ```
 */
export const toSeatMap = (
  form: BookingForm,
  pricing: SurchargePricing,
  holds: SeatHolds = new Map(),
): SeatMap | undefined => {
  const layouts = form.seatMap?.layouts ?? null;
  if (layouts === null) return undefined;
  const cells = readCells(form, pricing, holds);
  const unknown = noSurcharge(pricing);
  const cellOf = (id: string | null): SeatCell | null =>
    id === null ? null : (cells.get(id) ?? { seat_id: id, available: false, price_difference: unknown });
  return {
    sections: layouts.map((layout, index) => ({
      level: levelOf(form, layout) ?? index + 1,
      rows: layout.rows.map(({ row, cells: ids }) => ({ row, cells: ids.map(cellOf) })),
    })),
  };
};

/** The deck of the section's first known seat. */
const levelOf = (form: BookingForm, layout: SeatLayout): number | null | undefined => {
  const ids = layout.rows.flatMap(({ cells }) => cells).filter((id) => id !== null);
  const known = ids.find((id) => form.seatMap?.seats.has(id));
  return known === undefined ? undefined : form.seatMap?.seats.get(known)?.seat_level;
};

/** Every known seat as a cell; one whose price cannot be told cannot be taken. */
const readCells = (
  form: BookingForm,
  pricing: SurchargePricing,
  holds: SeatHolds,
): ReadonlyMap<string, SeatCell> => {
  const cells = new Map<string, SeatCell>();
  for (const [id, seat] of form.seatMap?.seats ?? []) {
    const cost = seatCost(seat, pricing.base);
    const heldUntil = holds.get(id);
    cells.set(id, {
      seat_id: id,
      available: cost !== undefined && form.freeSeats.has(id) && !holds.has(id),
      ...(heldUntil !== undefined && { held_until: heldUntil }),
      ...(seat.seat_type !== '' && { type: seat.seat_type }),
      ...(seat.seat_orientation !== '' && { orientation: seat.seat_orientation }),
      price_difference: cost === undefined ? noSurcharge(pricing) : pricing.sell(cost),
    });
  }
  return cells;
};

const noSurcharge = ({ base, sell }: SurchargePricing): ContractMoney => {
  if (!isCurrency(base.fxcode)) return { currency: base.fxcode, amount: '0.00' };
  return sell(money('0', base.fxcode));
};
