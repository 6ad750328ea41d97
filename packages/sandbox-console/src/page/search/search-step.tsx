/** The search: two places, a day, and how many travel. */
import type { SearchResult } from '@partner-gateway/sdk';
import type { FunctionComponent } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { Step } from '../parts/step.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { Trouble } from '../parts/trouble.tsx';
import { useCall } from '../parts/use-call.ts';
import { findPlaces, type Place } from '../steps/find-places.ts';
import { search, type Wish } from '../steps/search.ts';
import code from '../steps/search.ts?raw';
import { PlaceField, placeOf, placeText } from './place-field.tsx';
import { Results } from './results.tsx';

const day = (daysAhead: number): string =>
  new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10);

/** A trip with a seat map, and a form with something in it. */
const first = { from: 'VNHAN', to: 'VNSPA' } as const;

type Typed = { readonly from: string; readonly to: string; readonly date: string; readonly pax: number };

type FormProps = {
  readonly places: readonly Place[];
  readonly isBusy: boolean;
  readonly onWish: (wish: Wish) => void;
};

const SearchForm: FunctionComponent<FormProps> = ({ places, isBusy, onWish }) => {
  const [typed, setTyped] = useState<Typed>({ from: '', to: '', date: day(7), pax: 2 });
  const [mistake, setMistake] = useState<string>();
  const [dateId, paxId] = [useId(), useId()];
  useEffect(() => {
    const [from, to] = [placeOf(places, first.from), placeOf(places, first.to)];
    if (from !== undefined && to !== undefined)
      setTyped((one) => ({ ...one, from: placeText(from), to: placeText(to) }));
  }, [places]);
  const submit = (event: Event): void => {
    event.preventDefault();
    const [from, to] = [placeOf(places, typed.from), placeOf(places, typed.to)];
    setMistake(from && to ? undefined : 'Choose both places from the list.');
    if (from && to) onWish({ from, to, date: typed.date, pax: typed.pax });
  };
  return (
    <form onSubmit={submit}>
      <div class="fields">
        <PlaceField
          label="From"
          places={places}
          value={typed.from}
          onText={(from) => setTyped({ ...typed, from })}
        />
        <PlaceField label="To" places={places} value={typed.to} onText={(to) => setTyped({ ...typed, to })} />
        <div>
          <label for={dateId}>Date</label>
          <input
            id={dateId}
            type="date"
            required
            value={typed.date}
            onInput={({ currentTarget }) => setTyped({ ...typed, date: currentTarget.value })}
          />
        </div>
        <div>
          <label for={paxId}>Passengers</label>
          <input
            id={paxId}
            type="number"
            required
            min={1}
            max={4}
            value={typed.pax}
            onInput={({ currentTarget }) => setTyped({ ...typed, pax: Number(currentTarget.value) })}
          />
        </div>
      </div>
      {mistake !== undefined && (
        <p class="bad" role="alert">
          ✗ {mistake}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy}>
        {isBusy ? 'Searching …' : 'Search'}
      </button>
    </form>
  );
};

type Props = {
  readonly chosen: string | undefined;
  /** A new search leaves behind what was chosen before. */
  readonly onSearch: () => void;
  readonly onChosen: (itineraryId: string, pax: number) => void;
};

export const SearchStep: FunctionComponent<Props> = ({ chosen, onSearch, onChosen }) => {
  const { gateways } = useSurroundings();
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const [found, setFound] = useState<{ readonly result: SearchResult; readonly pax: number }>();
  const { isBusy, error, run } = useCall();
  // Once, when the page is opened.
  useEffect(() => void run(async () => setPlaces(await findPlaces(gateways.search))), []);
  const ask = (wish: Wish): void => {
    onSearch();
    void run(async () => setFound({ result: await search(gateways.search, wish), pax: wish.pax }));
  };
  return (
    <Step name="search" title="1. Search" code={code}>
      <SearchForm places={places} isBusy={isBusy} onWish={ask} />
      <Trouble error={error} />
      {found !== undefined && (
        <Results result={found.result} chosen={chosen} onChosen={(id) => onChosen(id, found.pax)} />
      )}
    </Step>
  );
};
