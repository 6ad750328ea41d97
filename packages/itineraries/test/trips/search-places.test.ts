/** Which 12go places a search asks for, and which trips belong to the stations that were asked for. */
import { searchQuerySchema, searchSides } from '@partner-gateway/contract';
import { toTwelveGoStationId as station } from '@partner-gateway/twelvego-client';
import { describe, expect, it } from 'vitest';
import { idsFor, type MissingEntity } from '../../src/ids/ids.ts';
import { type PlaceOptions, toPlacePairs } from '../../src/trips/search-places.ts';
import { exampleMap } from '../support/example-world.ts';

type Sides = {
  readonly departures?: readonly string[];
  readonly arrivals?: readonly string[];
  readonly departure_poi?: string;
  readonly arrival_poi?: string;
};

const planOf = (sides: Sides, options: Partial<PlaceOptions> = {}, space: 'fuji' | 'native' = 'fuji') => {
  const missing: MissingEntity[] = [];
  const ids = idsFor(exampleMap, space, { onMissing: (entity) => missing.push(entity) });
  const query = searchQuerySchema.parse({ departure_date: '2026-11-14', pax: '2', ...sides });
  const plan = toPlacePairs(searchSides(query), ids, {
    placeMode: 'province',
    crossProduct: false,
    ...options,
  });
  if ('problem' in plan) return { problem: plan.problem, missing };
  const pairs = plan.pairs.map(({ from, to }) => `${from.kind} ${from.id} to ${to.kind} ${to.id}`);
  const accepts = (from: number, to: number) => plan.accepts(station(from), station(to));
  return { pairs, accepts, missing, unknown: plan.unknown };
};

describe('toPlacePairs', () => {
  it('asks for provinces between two POIs, and takes whatever 12go finds there', () => {
    const { pairs, accepts } = planOf({ departure_poi: 'THBKK', arrival_poi: 'THKCG' });
    expect(pairs).toEqual(['province 1 to province 118']);
    expect(accepts?.(9901, 9902)).toBe(true);
  });

  it('asks for the provinces of stations, once for each pair of provinces', () => {
    const { pairs } = planOf({
      departures: ['THBKKEKM', 'THBKKMCT', 'THBKKEKM'],
      arrivals: ['THKCGASP', 'THKCGASP', 'THTRTLNP'],
    });
    expect(pairs).toEqual(['province 1 to province 118', 'province 1 to province 61']);
  });

  it('accepts only the station pairs asked for, by index', () => {
    const { accepts } = planOf({ departures: ['THBKKEKM', 'THBKKMCT'], arrivals: ['THKCGASP', 'THTRTLNP'] });
    const judged = [4101, 4102].map((from) => [5688, 5620].map((to) => accepts?.(from, to)));
    expect(judged).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('asks for stations when told so', () => {
    const { pairs } = planOf({ departures: ['THBKKEKM'], arrivals: ['THKCGASP'] }, { placeMode: 'station' });
    expect(pairs).toEqual(['station 4101 to station 5688']);
  });

  it('asks for a POI by province even when stations are asked for by themselves', () => {
    const { pairs, accepts } = planOf(
      { departure_poi: 'THBKK', arrivals: ['THKCGASP'] },
      { placeMode: 'station' },
    );
    expect(pairs).toEqual(['province 1 to station 5688']);
    expect([accepts?.(9901, 5688), accepts?.(9901, 5620)]).toEqual([true, false]);
  });

  it('judges only the station side of a station and a POI', () => {
    const { accepts } = planOf({ departures: ['THBKKEKM', 'THBKKMCT'], arrival_poi: 'THKCG' });
    expect([accepts?.(4101, 9902), accepts?.(4102, 9902), accepts?.(4103, 9902)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('means every 12go station behind one partner id', () => {
    const sides = { departures: ['THBKKTWN'], arrivals: ['THKCGASP'] };
    const { pairs, accepts } = planOf(sides, { placeMode: 'station' });
    expect(pairs).toEqual(['station 4103 to station 5688', 'station 4104 to station 5688']);
    expect([accepts?.(4103, 5688), accepts?.(4104, 5688)]).toEqual([true, true]);
  });

  it('refuses lists of unequal length', () => {
    const sides = { departures: ['THBKKEKM', 'THBKKMCT'], arrivals: ['THKCGASP'] };
    expect(planOf(sides).problem).toBe('unequal_lists');
  });

  it('judges the lengths as they were sent, not as they were mapped', () => {
    const { pairs } = planOf({ departures: ['THBKKEKM', 'THXXXXXX'], arrivals: ['THKCGASP', 'THTRTLNP'] });
    expect(pairs).toEqual(['province 1 to province 118']);
  });

  it('pairs everything with everything for a client that may, but no station with itself', () => {
    const sides = { departures: ['THBKKEKM', 'THTRTLNP'], arrivals: ['THKCGASP', 'THTRTLNP', 'THBKKMCT'] };
    const { pairs, accepts } = planOf(sides, { crossProduct: true, placeMode: 'station' });
    expect(pairs).toEqual([
      'station 4101 to station 5688',
      'station 4101 to station 5620',
      'station 4101 to station 4102',
      'station 5620 to station 5688',
      'station 5620 to station 4102',
    ]);
    expect([accepts?.(5620, 5688), accepts?.(5620, 5620)]).toEqual([true, false]);
  });

  it('drops locations without a mapping, counts them and says which', () => {
    const { pairs, accepts, missing, unknown } = planOf({
      departures: ['THXXXXXX', 'THBKKEKM', 'THBKKLST'],
      arrivals: ['THKCGASP', 'THKCGASP', 'THKCGASP'],
    });
    expect(pairs).toEqual(['province 1 to province 118']);
    expect(accepts?.(4105, 5688)).toBe(false);
    expect(missing).toEqual(['station', 'province']);
    expect(unknown).toEqual(['departures=THXXXXXX', 'departures=THBKKLST']);
  });

  it('has nothing to ask when a side has no mapping at all', () => {
    const { pairs, missing } = planOf({ departure_poi: 'THXXX', arrivals: ['THXXXXXX'] });
    expect(pairs).toEqual([]);
    expect(missing).toEqual(['poi', 'station']);
  });

  it('reads the integers of a native client', () => {
    const { pairs, accepts } = planOf({ departures: ['4101'], arrival_poi: '118' }, {}, 'native');
    expect(pairs).toEqual(['province 1 to province 118']);
    expect([accepts?.(4101, 5688), accepts?.(4102, 5688)]).toEqual([true, false]);
  });
});
