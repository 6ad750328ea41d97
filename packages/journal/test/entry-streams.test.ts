/** Streams in memory: the ones written to last stay, as in a plain list, and writing to one of many costs what it costs in few. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryEntryStreams, type EntryStreams } from '../src/index.ts';

const bounds = { lifeMs: 100, entriesMax: 3, streamsMax: 4 };
const keys = ['a', 'b', 'c', 'd', 'e', 'f'];

const filled = async (count: number): Promise<EntryStreams> => {
  const streams = createMemoryEntryStreams();
  for (let index = 0; index < count; index += 1)
    await streams.append(`story-${index}`, 'begun', { lifeMs: 60_000, entriesMax: 500, streamsMax: count });
  return streams;
};

/** Goes on writing to streams in turn, and says how long that took. */
const createWriter = (streams: EntryStreams, count: number) => {
  let at = 0;
  return async (times: number): Promise<number> => {
    const startedMs = performance.now();
    for (const endAt = at + times; at < endAt; at += 1)
      await streams.append(`story-${at % count}`, 'went on', {
        lifeMs: 60_000,
        entriesMax: 3,
        streamsMax: count,
      });
    return performance.now() - startedMs;
  };
};

describe('streams in memory', () => {
  it('are kept for their life from the last entry on, and begun while there is room, as in a plain list', async () => {
    const steps = fc.array(fc.record({ key: fc.constantFrom(...keys), waitMs: fc.nat(40) }), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        let nowMs = 0;
        const streams = createMemoryEntryStreams(() => nowMs);
        let plain: { key: string; texts: string[]; endsMs: number }[] = [];
        for (const [index, { key, waitMs }] of taken.entries()) {
          nowMs += waitMs;
          plain = plain.filter(({ endsMs }) => endsMs > nowMs);
          const known = plain.find((stream) => stream.key === key);
          const hasRoom = known !== undefined || plain.length < bounds.streamsMax;
          const appended = await streams.append(key, String(index), bounds);
          expect(appended).toBe(hasRoom ? 'appended' : 'full');
          if (!hasRoom) continue;
          const texts = [...(known?.texts ?? []), String(index)].slice(-bounds.entriesMax);
          plain = [
            ...plain.filter((stream) => stream !== known),
            { key, texts, endsMs: nowMs + bounds.lifeMs },
          ];
          for (const name of keys)
            expect(await streams.read(name)).toEqual(
              plain.find((stream) => stream.key === name)?.texts ?? [],
            );
        }
      }),
    );
  });

  it('let the one go that was written to least recently where the process has no room for another', async () => {
    const streams = await filled(10_000);
    await streams.append('story-0', 'went on', { lifeMs: 60_000, entriesMax: 3, streamsMax: 20_000 });
    await streams.append('another', 'begun', { lifeMs: 60_000, entriesMax: 3, streamsMax: 20_000 });
    expect(await streams.read('story-0')).toEqual(['begun', 'went on']);
    expect(await streams.read('story-1')).toEqual([]);
    expect(await streams.read('story-2')).toEqual(['begun']);
  });

  it('cost about the same to write to, 10,000 of them or 50', async () => {
    const [few, many] = [createWriter(await filled(50), 50), createWriter(await filled(10_000), 10_000)];
    // What was moved to the end lies before the first one then, in a map.
    await many(15_000);
    const ratios: number[] = [];
    for (let round = 0; round < 51; round += 1) ratios.push((await many(75)) / (await few(75)));
    expect(ratios.toSorted((one, two) => one - two)[25]).toBeLessThan(5);
  });
});
