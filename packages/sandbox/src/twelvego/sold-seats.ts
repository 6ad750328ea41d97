/** Seats sold in the sandbox, by fare and departure: how many, and which. */

/** Seats of one fare on one departure. */
type SeatSale = {
  readonly fare: { readonly key: string };
  readonly departure: string;
  readonly seats: number;
  readonly seatIds: readonly string[];
};

type SoldOn = { count: number; readonly seatIds: Set<string> };

/** How many seats, and which, are sold of each fare and departure. */
export class SoldSeats {
  readonly #sold = new Map<string, SoldOn>();

  count(departure: Pick<SeatSale, 'fare' | 'departure'>): number {
    return this.#on(departure).count;
  }

  /** The same set all along. */
  seatIds(departure: Pick<SeatSale, 'fare' | 'departure'>): ReadonlySet<string> {
    return this.#on(departure).seatIds;
  }

  add(sale: SeatSale): void {
    const sold = this.#on(sale);
    sold.count += sale.seats;
    for (const id of sale.seatIds) sold.seatIds.add(id);
  }

  remove(sale: SeatSale): void {
    const sold = this.#on(sale);
    sold.count -= sale.seats;
    for (const id of sale.seatIds) sold.seatIds.delete(id);
  }

  clear(): void {
    this.#sold.clear();
  }

  #on({ fare, departure }: Pick<SeatSale, 'fare' | 'departure'>): SoldOn {
    const key = `${fare.key} ${departure}`;
    const sold = this.#sold.get(key) ?? { count: 0, seatIds: new Set<string>() };
    this.#sold.set(key, sold);
    return sold;
  }
}
