/** Form rules in five languages: one verdict for every published pattern, and never a refusal of what PHP takes. */
import { readFileSync } from 'node:fs';
import { timetable } from '@partner-gateway/sandbox';
import { toPortableRule } from '@partner-gateway/twelvego-client';
import { beforeAll, describe, expect, test } from 'vitest';
import { travellerTexts } from '../../../twelvego-client/test/support/traveller-texts.ts';
import { startApi } from '../support/api.ts';
import { open } from '../support/builders.ts';
import { judgeBy, judgeByJavaScript, otherEngines, type Verdicts } from '../support/regex-engines.ts';

const rules = readFileSync(new URL('rules.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('== '));
const published = rules.flatMap((pcre) => {
  const pattern = toPortableRule(pcre)?.pattern;
  return pattern === undefined ? [] : [{ pcre, pattern }];
});

/** Every pattern anywhere in a schema. */
const patternsIn = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'pattern' in schema && typeof schema.pattern === 'string' ? [schema.pattern] : [];
  return [...own, ...Object.values(schema).flatMap(patternsIn)];
};

const patternsOfSandbox = async (): Promise<readonly string[]> => {
  const api = await startApi();
  const found = new Set<string>();
  for (const { fares, legs, scenario } of timetable) {
    if (scenario !== undefined) continue;
    const id = `${fares[0].key}-2026-12-05-${legs[0].departs}`;
    const itinerary = await open(api.as('demo'), id);
    for (const pattern of patternsIn(itinerary.booking_schema)) found.add(pattern);
  }
  await api.close();
  return [...found];
};

/** Where two engines part: the pattern, the text, both verdicts. */
const partings = (patterns: readonly string[], one: readonly Verdicts[], other: readonly Verdicts[]) =>
  patterns.flatMap((pattern, at) =>
    travellerTexts
      .map((text, index) => [pattern, text, one[at]?.[index], other[at]?.[index]])
      .filter(([, , left, right]) => left !== right),
  );

describe('form rules', () => {
  let patterns: readonly string[];
  beforeAll(async () => {
    const ofSandbox = await patternsOfSandbox();
    expect(ofSandbox.length).toBeGreaterThanOrEqual(6);
    patterns = [...new Set([...ofSandbox, ...published.map(({ pattern }) => pattern)])];
  });

  test('have one verdict in JavaScript, Python, Go, Java and PHP, whatever the script of the text', async () => {
    const verdicts = judgeByJavaScript('u', patterns, travellerTexts);
    const others = new Map([
      ['JavaScript without u', judgeByJavaScript('', patterns, travellerTexts)],
      ['JavaScript with v', judgeByJavaScript('v', patterns, travellerTexts)],
    ]);
    for (const engine of otherEngines) {
      const asked = patterns.map((source) => ({ kind: 'P' as const, source }));
      others.set(engine, await judgeBy(engine, asked, travellerTexts));
    }
    const parted = [...others].flatMap(([engine, theirs]) =>
      partings(patterns, verdicts, theirs).map((parting) => [engine, ...parting]),
    );
    console.info(
      JSON.stringify({
        rules: rules.length,
        patterns: patterns.length,
        texts: travellerTexts.length,
        engines: ['JavaScript with u', ...others.keys()],
        disagreements: parted.length,
      }),
    );
    expect(parted).toEqual([]);
    expect(rules.length).toBeGreaterThanOrEqual(200);
    expect(patterns.length).toBeGreaterThanOrEqual(200);
  });

  test('never refuse what PHP takes by the rule itself', async () => {
    const asked = published.map(({ pcre }) => ({ kind: 'L' as const, source: pcre }));
    const php = await judgeBy('PHP', asked, travellerTexts);
    const own = judgeByJavaScript(
      'u',
      published.map(({ pattern }) => pattern),
      travellerTexts,
    );
    const count = { bothTake: 0, bothRefuse: 0, leftTo12go: 0, withoutVerdict: 0 };
    const refused: unknown[] = [];
    for (const [at, { pcre, pattern }] of published.entries()) {
      for (const [index, text] of travellerTexts.entries()) {
        const [theirs, ours] = [php[at]?.[index], own[at]?.[index]];
        if (theirs === '1' && ours === '0') refused.push([pcre, pattern, text]);
        else if (theirs === 'E') count.withoutVerdict += 1;
        else if (theirs !== ours) count.leftTo12go += 1;
        else count[ours === '1' ? 'bothTake' : 'bothRefuse'] += 1;
      }
    }
    console.info(
      JSON.stringify({ rules: published.length, ...count, refusedThoughPhpTakes: refused.length }),
    );
    expect(refused).toEqual([]);
    expect(count.bothRefuse).toBeGreaterThan(count.leftTo12go);
  });
});
