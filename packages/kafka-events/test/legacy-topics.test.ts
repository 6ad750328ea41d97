/** The map of old topics: what is written to them, and which maps are refused. */
import { eventTypes } from '@partner-gateway/contract';
import { type LegacyTopics, readLegacyTopics, toEventRecords } from '@partner-gateway/kafka-events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reserved } from './support/events.ts';

describe('the map of old topics', () => {
  it.each([
    ['not JSON', '{', 'The map of old topics is not JSON.'],
    ['a list', '[]', /^The map of old topics /],
    ['an unknown type', '{ "booking.lost": ["A"] }', /booking\.lost is not a type of event/],
    ['no topics', '{ "booking.reserved": [] }', /booking\.reserved has no topic/],
    ['a name that Kafka refuses', '{ "booking.reserved": ["a b"] }', /reserved\.0 is not a name of a topic/],
    ['a topic twice', '{ "booking.reserved": ["A", "A"] }', /reserved names a topic twice/],
    [
      'a topic that has ended and not',
      '{ "booking.reserved": ["A", "B"], "ended": ["B"] }',
      /ended has a topic that is still written to/,
    ],
    ['a new topic', '{ "booking.reserved": ["booking.lifecycle"] }', /reserved\.0 is a new topic/],
  ])('is refused with %s, in words', (_, text, problem) => {
    const read = readLegacyTopics(text);
    expect(read.ok ? [] : read.problems).toEqual([
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ]);
  });

  it('tells all that is wrong with it at once', () => {
    const read = readLegacyTopics('{ "booking.lost": ["A"], "booking.reserved": [] }');
    expect(read.ok ? [] : read.problems).toHaveLength(2);
  });

  it('keeps in mind which topics have ended, and writes nothing to them', () => {
    const read = readLegacyTopics('{ "booking.reserved": ["A"], "ended": ["B"] }');
    expect(read).toEqual({ ok: true, topics: { 'booking.reserved': ['A'], ended: ['B'] } });
    const topics = read.ok ? read.topics : {};
    expect(toEventRecords(reserved('BK-1', 1), topics).map(({ topic }) => topic)).toEqual([
      'booking.lifecycle',
      'A',
    ]);
  });

  it('gives every old topic of a type what the new one gets, and no other topic anything', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,20}$/), { maxLength: 4 });
    const maps = fc.dictionary(
      fc.constantFrom(...eventTypes),
      names.filter((list) => list.length > 0),
    );
    fc.assert(
      fc.property(maps, (map) => {
        const read = readLegacyTopics(JSON.stringify(map));
        const topics: LegacyTopics = read.ok ? read.topics : {};
        expect(read).toEqual({ ok: true, topics: map });
        const [fresh, ...old] = toEventRecords(reserved('BK-1', 1), topics);
        expect(fresh?.topic).toBe('booking.lifecycle');
        expect(old).toEqual((map['booking.reserved'] ?? []).map((topic) => ({ ...fresh, topic })));
      }),
      { numRuns: 100 },
    );
  });
});
