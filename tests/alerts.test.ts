/** The alerts are what Prometheus takes, and each has a story in which it fires and one in which it stays quiet. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { folder, promtool, stories } from './promtool.ts';

const names = [...readFileSync(`${folder}rules.yml`, 'utf8').matchAll(/- alert: (\w+)/g)].map(
  ([, name = '']) => name,
);
/** Each expectation with the alert that it is about, and whether that fires. */
const expectations = [
  ...stories
    .map((file) => readFileSync(folder + file, 'utf8'))
    .join('')
    .matchAll(/alertname="(\w+)", alertstate="firing"\}\n +eval_time: \S+\n +exp_samples:( \[\])?/g),
].map(([, name, isQuiet]) => ({ name, isFiring: isQuiet === undefined }));

test('Prometheus takes the rules', () => {
  const { status, said } = promtool('check', 'rules', 'rules.yml');
  expect({ status, said }).toEqual({
    status: 0,
    said: expect.stringContaining(`${names.length} rules found`),
  });
});

test('every alert has a story in which it fires, and one in which it does not', () => {
  for (const isFiring of [true, false]) {
    const shown = expectations.filter((one) => one.isFiring === isFiring).map(({ name }) => name);
    expect([...new Set(shown)].toSorted()).toEqual([...new Set(names)].toSorted());
  }
});
