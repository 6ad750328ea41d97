/** The seats of a trip, row by row, to be clicked. */
import type { SeatCell, SeatMap as SeatMapShape } from '@partner-gateway/sdk';
import type { FunctionComponent } from 'preact';

type Props = {
  readonly map: SeatMapShape;
  readonly chosen: readonly string[];
  /** How many can be chosen. */
  readonly max: number;
  readonly onChosen: (seats: readonly string[]) => void;
};

const seatLabel = ({ seat_id: id, available, price_difference: more }: SeatCell): string => {
  if (!available) return `Seat ${id}, taken`;
  return Number(more.amount) === 0 ? `Seat ${id}` : `Seat ${id}, +${more.amount} ${more.currency}`;
};

/** One more than there are travellers takes the place of the first. */
const toggled = (chosen: readonly string[], seat: string, max: number): readonly string[] =>
  chosen.includes(seat) ? chosen.filter((one) => one !== seat) : [...chosen, seat].slice(-max);

export const SeatMap: FunctionComponent<Props> = ({ map, chosen, max, onChosen }) => (
  <fieldset>
    <legend>
      Seats ({chosen.length} of {max})
    </legend>
    {map.sections.map(({ level, rows }) => (
      <div key={level} class="deck">
        {map.sections.length > 1 && <p class="muted">Deck {level}</p>}
        {rows.map(({ row, cells }) => (
          <div key={row} class="row">
            {cells.map((cell, column) =>
              cell === null ? (
                <span key={column} class="aisle" />
              ) : (
                <button
                  key={cell.seat_id}
                  type="button"
                  class="seat"
                  disabled={!cell.available}
                  aria-pressed={chosen.includes(cell.seat_id)}
                  aria-label={seatLabel(cell)}
                  title={seatLabel(cell)}
                  onClick={() => onChosen(toggled(chosen, cell.seat_id, max))}
                >
                  {cell.seat_id}
                </button>
              ),
            )}
          </div>
        ))}
      </div>
    ))}
  </fieldset>
);
