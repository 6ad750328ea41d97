/** Promises of itinerary ids: both forms round trip, sealed ones repeat per client, foreign and broken ones are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBoxes, createItineraryIds, type ItineraryRef, parseKeyRing } from '../src/index.ts';

const boxes = createBoxes(parseKeyRing(`k1:${Buffer.alloc(32, 1).toString('base64')}`));
const ids = createItineraryIds(boxes);
const ref: ItineraryRef = { tripKey: 'VN0fSc0fY87jib04V0pW41sL', departure: '2026-12-05T22:00', pax: 2 };
const refused = (reason: string) => expect.objectContaining({ name: 'TokenError', reason });

const digits = (min: number, max: number, length = 2) =>
  fc.integer({ min, max }).map((value) => String(value).padStart(length, '0'));
const departures = fc
  .tuple(digits(2024, 2099, 4), digits(1, 12), digits(1, 28), digits(0, 23), digits(0, 59))
  .map(([year, month, day, hour, minute]) => `${year}-${month}-${day}T${hour}:${minute}`);
const tripKeys = fc.stringMatching(/^[0-9A-Za-z]{24}$/);

describe('itinerary ids', () => {
  it('give the trip back in the plain form', () => {
    fc.assert(
      fc.property(tripKeys, departures, (tripKey, departure) => {
        const id = ids.issue('plain', 'acme', { tripKey, departure });
        expect(ids.open('acme', id)).toEqual({ tripKey, departure });
      }),
    );
  });

  it('give the trip, the passengers and the option back in the sealed form', () => {
    const option = fc.option(tripKeys, { nil: undefined });
    const pax = fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined });
    fc.assert(
      fc.property(tripKeys, departures, pax, option, (tripKey, departure, passengers, optionId) => {
        const full: ItineraryRef = {
          tripKey,
          departure,
          ...(passengers !== undefined && { pax: passengers }),
          ...(optionId !== undefined && optionId !== tripKey && { optionId }),
        };
        expect(ids.open('acme', ids.issue('sealed', 'acme', full))).toEqual(full);
      }),
    );
  });

  it('repeat for one client and differ between clients', () => {
    expect(ids.issue('sealed', 'acme', ref)).toBe(
      ids.issue('sealed', 'acme', { ...ref, optionId: ref.tripKey }),
    );
    expect(ids.issue('sealed', 'acme', ref)).not.toBe(ids.issue('sealed', 'other', ref));
    expect(ids.issue('sealed', 'acme', ref)).not.toBe(ids.issue('sealed', 'acme', { ...ref, pax: 3 }));
  });

  it('fit into a path: at most 200 url-safe characters', () => {
    const id = ids.issue('sealed', 'a-partner-with-a-long-name', ref);
    expect(id.length).toBeLessThanOrEqual(200);
    expect(encodeURIComponent(id)).toBe(id);
  });

  it('are refused to another client and as another kind of box', () => {
    expect(() => ids.open('other', ids.issue('sealed', 'acme', ref))).toThrow(refused('bad_tag'));
    const token = boxes.seal({ purpose: 'bt', owner: 'acme' }, '{"v":1}');
    expect(() => ids.open('acme', token)).toThrow(refused('bad_tag'));
  });

  it('are not issued in the plain form when that could not be read back', () => {
    expect(() => ids.issue('plain', 'acme', { ...ref, tripKey: 'short' })).toThrow(refused('malformed'));
  });

  it.each([
    '',
    'nonsense',
    `${ref.tripKey}-2026-12-05`,
    `${ref.tripKey}-2026-12-05-22:00\n`,
    'k1.',
    '.AAAA',
    'a.b.c',
  ])('refuse %j', (text) => {
    expect(() => ids.open('acme', text)).toThrow(refused('malformed'));
  });

  it('split a plain id by place, so that a trip key is never cut at a hyphen', () => {
    const id = '000000000000000000000000-2026-01-02-03:04';
    expect(ids.open('acme', id)).toEqual({
      tripKey: '000000000000000000000000',
      departure: '2026-01-02T03:04',
    });
  });

  it('are the same whether issued alone or among others, and never another client’s', () => {
    const clients = fc.constantFrom('acme', 'acme2', 'b');
    const few = fc.constantFrom('VN0fSc0fY87jib04V0pW41sL', 'TH014901tK20Vv01f02hT9xB', 'a-b_c');
    const pax = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
    const trips = fc.array(fc.tuple(few, pax, fc.option(few, { nil: undefined })), { maxLength: 40 });
    const modes = fc.constantFrom('sealed' as const, 'plain' as const);
    fc.assert(
      fc.property(clients, trips, modes, (client, asked, mode) => {
        const refs = asked.map(([tripKey, passengers, optionId]) => ({
          tripKey,
          departure: '2026-12-05T22:00',
          ...(passengers !== undefined && { pax: passengers }),
          ...(optionId !== undefined && { optionId }),
        }));
        const all = ids.issueAll(mode, client, refs);
        expect(all).toHaveLength(refs.length);
        for (const [at, trip] of refs.entries()) {
          const id = all[at];
          if (id === undefined) {
            expect(() => ids.issue(mode, client, trip)).toThrow(refused('malformed'));
            continue;
          }
          expect(ids.issue(mode, client, trip)).toBe(id);
          if (mode === 'sealed') expect(() => ids.open(`${client}x`, id)).toThrow(refused('bad_tag'));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are left out, not shortened, where a client’s name makes them longer than any path may be', () => {
    const longest = 'x'.repeat(900);
    expect(ids.issueAll('sealed', longest, [ref])).toEqual([undefined]);
    expect(() => ids.issue('sealed', longest, ref)).toThrow(refused('too_large'));
  });
});
