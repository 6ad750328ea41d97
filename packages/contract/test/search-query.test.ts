/** The search query accepts exactly what the contract allows. */
import { searchQuerySchema, searchSides } from '@partner-gateway/contract';
import { describe, expect, it } from 'vitest';

const base = { departure_date: '2026-11-14', pax: '2' };
const byPoi = { ...base, departure_poi: 'THBKK', arrival_poi: 'THKCG' };

const failedFields = (query: Record<string, unknown>): string[] => {
  const result = searchQuerySchema.safeParse(query);
  return result.success ? [] : [...new Set(result.error.issues.map((issue) => issue.path.join('.')))];
};

describe('search query', () => {
  it.each([
    [{ departure_poi: 'THBKK', arrival_poi: 'THKCG' }, 'by_poi'],
    [{ departure_poi: 'THBKK', arrivals: ['THKCGASP'] }, 'poi_and_station'],
    [{ departures: ['THBKKEKM'], arrival_poi: 'THKCG' }, 'station_and_poi'],
    [{ departures: ['THBKKEKM'], arrivals: ['THKCGASP'] }, 'by_station'],
    [{ departures: '4101', arrivals: '5688' }, 'by_station'],
  ])('names %j the kind %s', (places, kind) => {
    expect(searchSides(searchQuerySchema.parse({ ...base, ...places })).kind).toBe(kind);
  });

  it('uses the date part of a date-time', () => {
    const parsed = searchQuerySchema.parse({ ...byPoi, departure_date: '2026-11-14T09:30:00Z' });
    expect(parsed.departure_date).toBe('2026-11-14');
  });

  it('reads numbers, booleans and lists from text', () => {
    const parsed = searchQuerySchema.parse({
      ...byPoi,
      pax_ages: ['31', '4'],
      cache_only: 'True',
      confidence_score: '0.5',
      timeout: '20',
    });
    expect(parsed).toMatchObject({
      pax: 2,
      pax_ages: [31, 4],
      cache_only: true,
      confidence_score: 0.5,
      timeout: 20,
    });
  });

  it.each([
    [{ departure_date: undefined }, 'departure_date'],
    [{ departure_date: '2026-02-30' }, 'departure_date'],
    [{ departure_date: '14.11.2026' }, 'departure_date'],
    [{ departure_date: '2026-11-14x' }, 'departure_date'],
    [{ pax: undefined }, 'pax'],
    [{ pax: '0' }, 'pax'],
    [{ pax: '101' }, 'pax'],
    [{ pax: '1.5' }, 'pax'],
    [{ pax: '0x10' }, 'pax'],
    [{ pax: ['1', '2'] }, 'pax'],
    [{ currency: 'usd' }, 'currency'],
    [{ confidence_score: '1.1' }, 'confidence_score'],
    [{ cache_only: 'maybe' }, 'cache_only'],
    [{ timeout: '-1' }, 'timeout'],
    [{ timeout: '61' }, 'timeout'],
    [{ departure_poi: 'th-bkk' }, 'departure_poi'],
    [{ departure_poi: '' }, 'departure_poi'],
    [{ locale: 'en us' }, 'locale'],
  ])('refuses %j and names the field', (change, field) => {
    expect(failedFields({ ...byPoi, ...change })).toContain(field);
  });

  it.each([
    [{ departure_poi: 'THBKK', departures: ['THBKKEKM'], arrival_poi: 'THKCG' }, 'departures'],
    [{ arrival_poi: 'THKCG' }, 'departures'],
    [{ departure_poi: 'THBKK' }, 'arrivals'],
    [{ departures: ['THBKKEKM'], arrivals: ['THBKKEKM'] }, 'arrivals'],
    [{ departures: ['A', 'B'], arrivals: ['B', 'B'] }, 'arrivals'],
    [{ departures: [], arrival_poi: 'THKCG' }, 'departures'],
    [{ departures: ['a'], arrival_poi: 'THKCG' }, 'departures.0'],
  ])('refuses the sides %j and names %s', (places, field) => {
    expect(failedFields({ ...base, ...places })).toContain(field);
  });

  it('ignores parameters it does not know', () => {
    expect(searchQuerySchema.parse({ ...byPoi, utm_source: 'x' })).not.toHaveProperty('utm_source');
  });
});
