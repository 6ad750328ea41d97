/** The query of a search, read and judged: all that is wrong with it at once. */
import { localMinuteMs } from '../clock.ts';
import { isKnownCurrency } from '../money.ts';
import { demandNone, type FieldError } from '../refusal.ts';
import { zoneOf } from '../world/places.ts';

/** One side of a search. */
type Side = { readonly poi: string } | { readonly stations: readonly string[] };

export type SearchQuery = {
  readonly date: string;
  readonly passengers: number;
  readonly departure: Side;
  readonly arrival: Side;
  readonly currency: string | undefined;
};

const dayMs = 86_400_000;
const placePattern = /^[A-Z0-9]{1,32}$/;

/** The values of a list, written with and without brackets. */
const listOf = (query: URLSearchParams, name: string): readonly string[] | undefined => {
  const values = [...query.getAll(name), ...query.getAll(`${name}[]`)];
  return values.length === 0 ? undefined : values;
};

/** What is wrong with a whole number; undefined when nothing is. */
export const wholeNumberFault = (
  text: string,
  [from, to]: readonly [from: number, to: number],
): string | undefined => {
  if (!/^-?\d+$/.test(text)) return 'is not a whole number';
  return Number(text) < from || Number(text) > to ? `is not between ${from} and ${to}` : undefined;
};

const dateFault = (text: string): string | undefined => {
  const [, day] = /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/.exec(text) ?? [];
  if (day === undefined) return 'is not a date or date-time';
  const ms = Date.parse(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
  return exists ? undefined : 'is not a date of the calendar';
};

/** What is wrong with a currency. */
export const currencyFault = (text: string): string | undefined => {
  if (!/^[A-Z]{3}$/.test(text)) return 'is not an ISO 4217 code in upper case';
  return isKnownCurrency(text) ? undefined : 'is not an ISO 4217 code';
};

const localeFault = (text: string): string | undefined =>
  /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(text) ? undefined : 'is not a culture code';

const fractionFault = (text: string): string | undefined =>
  /^(?:0(?:\.\d+)?|1(?:\.0+)?)$/.test(text) ? undefined : 'is not between 0.0 and 1.0';

const booleanFault = (text: string): string | undefined =>
  /^(?:true|false)$/i.test(text) ? undefined : 'is neither true nor false';

type Judge = (text: string) => string | undefined;

/** Single parameters, and whether they have to be there. */
const judges: readonly (readonly [name: string, isRequired: boolean, judge: Judge])[] = [
  ['departure_date', true, dateFault],
  ['return_date', false, dateFault],
  ['pax', true, (text) => wholeNumberFault(text, [1, 100])],
  ['currency', false, currencyFault],
  ['locale', false, localeFault],
  ['confidence_score', false, fractionFault],
  ['cache_only', false, booleanFault],
  ['timeout', false, (text) => wholeNumberFault(text, [0, 60]) ?? wholeNumberFault(text, [0, 20])],
];

const singleFaults = (query: URLSearchParams): readonly FieldError[] =>
  judges.flatMap(([field, isRequired, judge]) => {
    const [text, ...more] = query.getAll(field);
    if (text === undefined) return isRequired ? [{ field, message: 'is required' }] : [];
    const message = more.length > 0 ? 'must be a text' : judge(text);
    return message === undefined ? [] : [{ field, message }];
  });

const noPlace = 'is not a place id (capital letters and digits)';

const sideFaults = (query: URLSearchParams, poiName: string, listName: string): readonly FieldError[] => {
  const poi = query.get(poiName);
  const list = listOf(query, listName);
  const odd = [
    ...(poi !== null && !placePattern.test(poi) ? [{ field: poiName, message: noPlace }] : []),
    ...(list ?? []).flatMap((id, index) =>
      placePattern.test(id) ? [] : [{ field: `${listName}[${index}]`, message: noPlace }],
    ),
  ];
  if (poi !== null && list !== undefined)
    return [...odd, { field: listName, message: `excludes ${poiName}` }];
  // What belongs together is looked at once the rest is there.
  const isWhole = query.has('departure_date') && query.has('pax');
  if (poi === null && list === undefined && isWhole) {
    return [{ field: listName, message: `is required, unless ${poiName} is sent` }];
  }
  return odd;
};

const pairFaults = (departures: readonly string[] = [], arrivals: readonly string[] = []) => {
  if (departures.length === 0 || arrivals.length === 0) return [];
  if (departures.length !== arrivals.length) {
    return [{ field: 'arrivals', message: 'must be as long as departures' }];
  }
  const same = departures.filter((id, index) => id === arrivals[index]);
  return same.map((id) => ({ field: 'arrivals', message: `pairs station ${id} with itself` }));
};

/** The last moment of a day at a place, or in the last zone of all where the place is not known. */
const dayEndMs = (date: string, place: string | undefined): number =>
  localMinuteMs(`${date}T00:00`, place === undefined ? -12 : zoneOf(place).hours) + dayMs;

const toSide = (poi: string | null, stations: readonly string[] = []): Side =>
  poi === null ? { stations } : { poi };

/** Throws `invalid_request` that names every fault. */
export const readSearchQuery = (query: URLSearchParams, nowMs: number): SearchQuery => {
  demandNone([
    ...singleFaults(query),
    ...sideFaults(query, 'departure_poi', 'departures'),
    ...sideFaults(query, 'arrival_poi', 'arrivals'),
  ]);
  const departures = listOf(query, 'departures');
  const arrivals = listOf(query, 'arrivals');
  demandNone(pairFaults(departures, arrivals));
  const date = query.get('departure_date')?.slice(0, 10) ?? '';
  const place = departures?.[0] ?? query.get('departure_poi') ?? undefined;
  if (dayEndMs(date, place) <= nowMs) demandNone([{ field: 'departure_date', message: 'is in the past' }]);
  return {
    date,
    passengers: Number(query.get('pax')),
    departure: toSide(query.get('departure_poi'), departures),
    arrival: toSide(query.get('arrival_poi'), arrivals),
    currency: query.get('currency') ?? undefined,
  };
};
