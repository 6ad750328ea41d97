/** The quick half of the fault suite, on gateways of this process; and that the suite names what it says it names. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { groups } from './fault-case.ts';
import { risks } from './owasp.ts';
import { owaspTable } from './owasp-table.ts';
import { createPlayer } from './play.ts';
import { faultCases } from './registry.ts';
import { type Row, tableOf, writeTable } from './table.ts';

const seed = 7;
const player = createPlayer({ seed, fuzzed: 0 });
const rows: Row[] = [];
afterAll(async () => {
  await player.close();
  writeTable('faults-quick', tableOf(rows, seed));
});

test.each(faultCases.filter(({ speed }) => speed === 'quick'))('$id, $title: $expected', async (one) => {
  const played = await player.play(one);
  rows.push([one, played]);
  expect(played.verdict, played.seen).toBe(one.awaits === undefined ? 'passed' : 'awaits');
});

describe('the suite', () => {
  test('has a case of every group, 80 in all, and each by a name of its own', () => {
    expect(new Set(faultCases.map(({ group }) => group))).toEqual(new Set(groups));
    expect(faultCases.length).toBeGreaterThanOrEqual(80);
    const ids = faultCases.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('waits for no feature', () => {
    expect(faultCases.filter(({ awaits }) => awaits !== undefined)).toEqual([]);
  });

  test.each(risks)('tries $risk, $name, by cases and files that exist', ({ cases, files }) => {
    const ids = new Set(faultCases.map(({ id }) => id));
    expect(cases.filter((id) => !ids.has(id))).toEqual([]);
    expect(files.filter((file) => !existsSync(new URL(`../../../../${file}`, import.meta.url)))).toEqual([]);
    expect(cases.length * files.length).toBeGreaterThan(0);
  });

  test('has every risk of the list', () => {
    const listed = Array.from({ length: 10 }, (_, index) => `API${index + 1}`);
    expect(risks.map(({ risk }) => risk)).toEqual(expect.arrayContaining(listed));
  });

  test('is what docs/reliability.md says of the risks', () => {
    const page = readFileSync(new URL('../../../../docs/reliability.md', import.meta.url), 'utf8');
    const section = page.split('\n## OWASP API Security Top 10 (2023)\n')[1]?.split('\n## ')[0] ?? '';
    expect(
      section
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .join('\n'),
    ).toBe(owaspTable());
  });
});
