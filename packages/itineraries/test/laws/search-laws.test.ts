/** Laws of search answers: whatever 12go sends, the partner's body is whole, priced, ordered, declared and decodable. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneTripBodies, searchBodies } from '../support/upstream-arbitrary.ts';
import { readSearch } from '../support/upstream-door.ts';
import { assertWholeAnswers, settings, translate } from './search-law.ts';

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts].reduce((sum, [reason, count]) => (reason.startsWith('unreadable_') ? sum : sum + count), 0);

describe('whatever 12go answers', () => {
  it(
    'search answers whole, priced, ordered and declared bodies whose ids decode to what made them',
    () => assertWholeAnswers(600),
    60_000,
  );

  it('search shows or counts every option, or counts its trip as one', async () => {
    await fc.assert(
      fc.asyncProperty(oneTripBodies, settings, async (body, setting) => {
        const result = await readSearch(body);
        const { response, dropped } = translate([result], setting);
        const accounted = response.itineraries.length + total(dropped);
        const [trip] = result.trips;
        expect(trip === undefined ? [0, 1] : [1, trip.travel_options.length]).toContain(accounted);
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);

  it('search answers the same body for the same answer', async () => {
    await fc.assert(
      fc.asyncProperty(searchBodies, settings, async (body, setting) => {
        const [first, second] = await Promise.all([readSearch(body), readSearch(body)]);
        expect(translate([first], setting).response).toEqual(translate([second], setting).response);
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('merging an answer with itself adds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(searchBodies, settings, async (body, setting) => {
        const result = await readSearch(body);
        expect(translate([result, result], setting).response).toEqual(translate([result], setting).response);
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});
