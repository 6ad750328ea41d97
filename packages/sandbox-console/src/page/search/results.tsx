/** What a search found, each trip with its price and a button that opens it. */
import type { Itinerary, SearchResult, Segment } from '@partner-gateway/sdk';
import type { FunctionComponent } from 'preact';
import { Price } from '../parts/price.tsx';

type Props = {
  readonly result: SearchResult;
  readonly chosen: string | undefined;
  readonly onChosen: (itineraryId: string) => void;
};

const shownMax = 12;

const timeText = (at: string): string => at.slice(11, 16);

const countText = (count: number): string => {
  if (count === 0) return 'No trips on that day';
  return count === 1 ? '1 trip' : `${count} trips`;
};

const segmentsOf = ({ departure_segments: ids }: Itinerary, { segments }: SearchResult): Segment[] =>
  ids.flatMap((id) => segments.find((one) => one.id === id) ?? []);

type TripProps = Omit<Props, 'chosen'> & { readonly trip: Itinerary; readonly isChosen: boolean };

const Trip: FunctionComponent<TripProps> = ({ trip, result, isChosen, onChosen }) => {
  const segments = segmentsOf(trip, result);
  const [first] = segments;
  const last = segments.at(-1);
  if (first === undefined || last === undefined) return null;
  const vehicles = segments.map(
    ({ vehicle_id: id }) => result.vehicles.find((one) => one.id === id)?.name ?? '',
  );
  const times = `${timeText(first.departure_time)} – ${timeText(last.arrival_time)}`;
  return (
    <li class="trip">
      <span>
        <b>{times}</b>
        <br />
        <span class="muted">
          {vehicles.join(', then ')} · {trip.number_of_available_seats} seats ·{' '}
          {trip.confirmation_type === 'Instant' ? 'confirmed at once' : 'confirmed later'}
        </span>
      </span>
      <Price of={trip.pricing.net_price} />
      <button
        type="button"
        aria-pressed={isChosen}
        aria-label={`Choose ${times}, ${vehicles.join(', then ')}`}
        onClick={() => onChosen(trip.id)}
      >
        Choose
      </button>
    </li>
  );
};

export const Results: FunctionComponent<Props> = ({ result, chosen, onChosen }) => {
  const { itineraries, complete } = result;
  const shown = itineraries.slice(0, shownMax);
  return (
    <>
      <p role="status">
        {countText(itineraries.length)}
        {complete ? '.' : ', and more to come: search again.'}
        {shown.length < itineraries.length && ` The first ${shown.length} are shown.`}
      </p>
      <ul class="trips">
        {shown.map((trip) => (
          <Trip key={trip.id} trip={trip} result={result} isChosen={trip.id === chosen} onChosen={onChosen} />
        ))}
      </ul>
    </>
  );
};
