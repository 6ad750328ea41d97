/** What search answers, case by case: 12go's JSON in, the exact partner body and every count out. */
import { readdirSync, readFileSync } from 'node:fs';
import { searchResponseSchema } from '@partner-gateway/contract';
import { describe, expect, it } from 'vitest';
import { translateGolden } from '../support/golden-search.ts';

const golden = new URL('__golden__/search/', import.meta.url);
const readCase = (name: string): string => readFileSync(new URL(`${name}.in.json`, golden), 'utf8');

const contractExample = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../contract/examples/${name}.json`, import.meta.url), 'utf8'));

const promises = {
  'contract-example': 'answers the documented example',
  'contract-example-native': 'keeps the integers for a client of the native id space',
  'contract-example-sealed': 'changes nothing but the ids in sealed mode',
  'nothing-found': 'answers three empty arrays when nothing is found',
  'hidden-trip': 'never shows a trip that 12go hides',
  'invisible-trip': 'never shows a trip that is invisible or not bookable as a whole',
  'no-route-segments': 'never shows a trip without a leg',
  'no-usable-times': 'never shows a trip without usable times',
  'other-date': 'shows only departures of the day asked for, wherever the night ends',
  'option-not-bookable': 'leaves out an option that is not bookable and keeps its neighbours',
  'too-few-seats': 'needs a seat for every passenger, and believes no absurd count',
  'no-price': 'never shows an option without gross or net price',
  'missing-fees': 'reads a missing fee as nothing',
  'mixed-currencies': 'never adds up two currencies',
  unpriceable: 'leaves out what pricing refuses and keeps its neighbours',
  'price-types': 'names the price type and leaves a binding gross price untouched',
  'gross-in-another-currency': 'states the gross price in both currencies when they differ',
  'vehicle-types': 'knows the five vehicle types in any letter case',
  'first-recognised-vehicle-class': 'takes the first vehicle class it recognises',
  'unknown-vehicle-class': 'never shows a trip with a leg on an unknown vehicle, and counts it',
  'charter-as-van': 'shows a charter as a van',
  'charter-dropped': 'leaves charters out when told so',
  'ticket-types': 'knows the ticket types in any letter case',
  'unknown-ticket-type': 'leaves an unknown ticket type out and counts it',
  'confirmation-types': 'promises instant confirmation for zero minutes only',
  'refund-windows': 'turns the end of the full refund into a time before departure',
  'refund-window-of-first-leg': 'counts the refund window from the first leg',
  'refund-window-in-departure-zone': 'judges a past refund by the clock of the departure station',
  'connection-not-guaranteed': 'guarantees a connection only when every leg does',
  'legs-of-their-own-class': 'gives each of several legs its own class when the answer knows it',
  'single-leg-takes-the-option-class': 'gives a single leg the class of its option',
  'shared-segment': 'lists a segment once when two itineraries travel on it',
  'same-segment-id-other-vehicle': 'keeps references whole when two vehicles share a segment id',
  'amenities-add-up': 'adds up the amenities of a class without repeats, first seen first',
  'vehicles-in-the-order-met': 'lists vehicles, classes and segments in the order met',
  'order-of-upstream': 'keeps the order of 12go',
  'images-of-upstream': 'shows pictures inside first, then outside, and null instead of none',
  'images-of-legs': 'finds the configured pictures of each leg',
  'class-without-a-name': 'has a null name for a class that 12go does not name',
  'mapped-class': 'translates a seat class where the tables know it',
  'unmapped-ids': 'falls back to the integer for an unmapped id and counts it',
  'several-partner-ids': 'takes the lowest of several partner ids',
  'several-partner-ids-asked': 'prefers the partner id that was asked with',
  'other-station': 'shows only trips between the stations asked for, all of those behind one id',
  'station-pairs-by-index': 'pairs station lists by index',
  'poi-and-station': 'lets a POI match any station',
  'merged-answers': 'merges several answers, the first of two equal itineraries winning',
  'option-without-an-id': 'takes the key of the trip for an option without one',
  'odd-trip-keys-plain': 'leaves out a trip key that a plain id cannot hold',
  'odd-trip-keys-sealed': 'seals any trip key',
  durations: 'prints durations without rolling hours into days',
  'absurd-durations': 'believes no negative or month-long leg, and shows whole minutes',
  'too-many-legs': 'never offers more legs than get itinerary can answer',
  'time-spellings': 'reads every spelling of a time and shows no seconds',
  'php-habits': 'reads numbers as text and empty lists as maps',
  'unreadable-parts': 'leaves out what it cannot read, counts it and keeps the rest',
} satisfies Record<string, string>;

describe('search', () => {
  it.each(Object.entries(promises))('%s: %s', async (name) => {
    const { response, ...counts } = await translateGolden(readCase(name));
    expect(searchResponseSchema.parse(response)).toEqual(response);
    await expect(`${JSON.stringify({ response, ...counts }, null, 2)}\n`).toMatchFileSnapshot(
      new URL(`${name}.out.json`, golden).pathname,
    );
  });

  it('has a promise for every golden file', () => {
    const files = readdirSync(golden).filter((file) => file.endsWith('.in.json'));
    expect(files.map((file) => file.replace('.in.json', '')).sort()).toEqual(Object.keys(promises).sort());
  });

  it('answers the example of the contract exactly', async () => {
    const { response } = await translateGolden(readCase('contract-example'));
    expect(response).toEqual(contractExample('search-response'));
  });

  it('answers the native example of the contract exactly', async () => {
    const { response } = await translateGolden(readCase('contract-example-native'));
    const [, van] = response.itineraries;
    expect({ id: van?.id, departure_segments: van?.departure_segments }).toEqual(
      contractExample('native-itinerary-ids'),
    );
  });
});
