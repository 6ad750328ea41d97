/** What the page about the move from the old topics says to type can be typed, and names what there is. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { eventTopics } from '@partner-gateway/contract';
import { kafkaFailureReasons, readLegacyTopics } from '@partner-gateway/kafka-events';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../../docs/kafka-migration.md');
const program = read('../scripts/kafka-topics.ts');
const blocks = [...page.matchAll(/^( *)```sh\n([\s\S]*?)^ *```/gm)].map(([, , block = '']) => block);

test('the page lists the five topics, and shows a map that is taken', () => {
  const listed = [...page.matchAll(/^\| `([\w.]+)`/gm)].map(([, name]) => name);
  expect(listed).toEqual(Object.keys(eventTopics));
  const [, map = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  expect(readLegacyTopics(map)).toMatchObject({ ok: true });
});

test('the page names settings that there are', () => {
  const named = [...page.matchAll(/KAFKA_[A-Z_]+/g)].map(([name]) => name);
  expect(named).toContain('KAFKA_LEGACY_TOPICS');
  for (const name of named) expect(read('../../../docs/configuration.md')).toContain(`| \`${name}\``);
});

test('the page has the five phases, and shell blocks that a shell can read', () => {
  expect([...page.matchAll(/^## (\d)\. /gm)].map(([, phase]) => phase)).toEqual(['1', '2', '3', '4', '5']);
  expect(blocks.length).toBeGreaterThan(5);
  for (const block of blocks) expect(spawnSync('bash', ['-n'], { input: block }).status).toBe(0);
});

test('the page and the README call the program with commands and options that it has', () => {
  const calls = [...blocks, ...read('../README.md').split('\n')]
    .join('\n')
    .match(/pnpm kafka-topics [^`|\n]*/g);
  expect(calls?.length).toBeGreaterThan(7);
  const [, listed = ''] = /const programs[^{]*\{([^}]*)\}/.exec(program) ?? [];
  for (const call of calls ?? []) {
    expect(listed).toContain(call.split(' ')[2]?.replace(/\W/g, ''));
    for (const [, option = ''] of call.matchAll(/--([a-z-]+)/g))
      expect(program).toMatch(new RegExp(`^ {4}'?${option}'?: \\{ type:`, 'm'));
  }
  expect(kafkaFailureReasons).toContain('topic_missing');
});
