/** The seat map partners draw, from 12go's seats and layouts. */
import type { Money as ContractMoney, SeatCell, SeatMap } from '@partner-gateway/contract';
import { isCurrency, money } from '@partner-gateway/pricing';
import type { SeatLayout } from '@partner-gateway/twelvego-client';
import type { BookingForm } from './booking-form.ts';
import { type SurchargePricing, seatCost } from './surcharges.ts';

/**
 * The sections of a form's seat map in 12go's order, or undefined when there is none or a layout cannot be read;
 * seats can then still be chosen by the schema. Prices are what the partner pays on top of the fare.
 *
 * @example
 * ```ts
 * toSeatMap(form, pricing)?.sections[0]?.rows[0]?.cells[0]?.seat_id; // 'B1'
 * ```
 */
export function toSeatMap(form: BookingForm, pricing: SurchargePricing): SeatMap | undefined {
  const layouts = form.seatMap?.layouts ?? null;
  if (layouts === null) return undefined;
  const cells = readCells(form, pricing);
  const unknown = noSurcharge(pricing);
  const cellOf = (id: string | null): SeatCell | null =>
    id === null ? null : (cells.get(id) ?? { seat_id: id, available: false, price_difference: unknown });
  return {
    sections: layouts.map((layout, index) => ({
      level: levelOf(form, layout) ?? index + 1,
      rows: layout.rows.map(({ row, cells: ids }) => ({ row, cells: ids.map(cellOf) })),
    })),
  };
}

/** The deck of the section's first known seat. */
function levelOf(form: BookingForm, layout: SeatLayout): number | null | undefined {
  const ids = layout.rows.flatMap(({ cells }) => cells).filter((id) => id !== null);
  const known = ids.find((id) => form.seatMap?.seats.has(id));
  return known === undefined ? undefined : form.seatMap?.seats.get(known)?.seat_level;
}

/** Every known seat as a cell; one whose price cannot be told cannot be taken. */
function readCells(form: BookingForm, pricing: SurchargePricing): ReadonlyMap<string, SeatCell> {
  const cells = new Map<string, SeatCell>();
  for (const [id, seat] of form.seatMap?.seats ?? []) {
    const cost = seatCost(seat, pricing.base);
    cells.set(id, {
      seat_id: id,
      available: cost !== undefined && form.freeSeats.has(id),
      ...(seat.seat_type !== '' && { type: seat.seat_type }),
      ...(seat.seat_orientation !== '' && { orientation: seat.seat_orientation }),
      price_difference: cost === undefined ? noSurcharge(pricing) : pricing.sell(cost),
    });
  }
  return cells;
}

function noSurcharge({ base, sell }: SurchargePricing): ContractMoney {
  if (!isCurrency(base.fxcode)) return { currency: base.fxcode, amount: '0.00' };
  return sell(money('0', base.fxcode));
}
