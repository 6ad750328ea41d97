/** A place by its name, completed by the browser from all that there are. */
import type { FunctionComponent } from 'preact';
import { useId } from 'preact/hooks';
import type { Place } from '../steps/find-places.ts';

/** As it stands in the list. */
export const placeText = ({ name, id }: Place): string => `${name} (${id})`;

/** The place that is meant: by its line in the list, its id, or its name. */
export const placeOf = (places: readonly Place[], text: string): Place | undefined => {
  const wanted = text.trim().toLowerCase();
  return places.find((place) =>
    [placeText(place), place.id, place.name].some((one) => one.toLowerCase() === wanted),
  );
};

type Props = {
  readonly label: string;
  readonly places: readonly Place[];
  readonly value: string;
  readonly onText: (text: string) => void;
};

export const PlaceField: FunctionComponent<Props> = ({ label, places, value, onText }) => {
  const id = useId();
  return (
    <div>
      <label for={id}>{label}</label>
      <input
        id={id}
        list={`${id}-places`}
        required
        autocomplete="off"
        spellcheck={false}
        placeholder={places.length === 0 ? 'Asking for places …' : 'Type a name'}
        value={value}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
      <datalist id={`${id}-places`}>
        {places.map((place) => (
          <option key={place.id} value={placeText(place)} />
        ))}
      </datalist>
    </div>
  );
};
