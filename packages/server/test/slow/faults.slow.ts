/** The slow half of the fault suite: hundreds of lost reserves, a Redis that fails in every way, 50,000 generated requests. */
import { afterAll, expect, test } from 'vitest';
import { createPlayer } from '../faults/play.ts';
import { faultCases } from '../faults/registry.ts';
import { type Row, summaryOf, tableOf, writeTable } from '../faults/table.ts';

const seed = 7;
const player = createPlayer({ seed, fuzzed: 50_000 });
const rows: Row[] = [];
afterAll(async () => {
  await player.close();
  const table = tableOf(rows, seed);
  writeTable('faults-slow', table);
  console.info(`${table}\n${summaryOf(rows)}`);
});

test.each(faultCases.filter(({ speed }) => speed === 'slow'))('$id, $title: $expected', async (one) => {
  const played = await player.play(one);
  rows.push([one, played]);
  expect(played.verdict, played.seen).toBe(one.awaits === undefined ? 'passed' : 'awaits');
});
