/** The alerts are what Prometheus takes, and each is shown to fire and to stay quiet. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../deploy/observability/prometheus/', import.meta.url));
const promtool = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.env.PROMTOOL_BIN ?? 'promtool', args, {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};
const names = [...readFileSync(`${folder}rules.yml`, 'utf8').matchAll(/- alert: (\w+)/g)].map(
  ([, name = '']) => name,
);
const stories = readdirSync(folder).filter((file) => file.endsWith('.test.yml'));
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

test('every story of the alerts ends as it says', () => {
  expect(promtool('test', 'rules', ...stories)).toEqual({
    status: 0,
    said: expect.not.stringContaining('FAILED'),
  });
});

test('a story that should end otherwise is found out', () => {
  const own = mkdtempSync(join(tmpdir(), 'partner-gateway-alerts-'));
  const [head = '', story = ''] = readFileSync(`${folder}rules.test.yml`, 'utf8').split(
    /(?= {2}- name: .UnknownOutcome)/,
  );
  const [alone = ''] = story.split(/(?<=\n)(?= {2}- name: .PriceMismatch)/);
  const wrong =
    (head.split(/(?<=tests:\n)/)[0] ?? '') + alone.replace('eval_time: 5m15s', 'eval_time: 4m15s');
  writeFileSync(join(own, 'wrong.yml'), wrong.replace('[rules.yml]', `[${folder}rules.yml]`));
  const { status, said } = promtool('test', 'rules', join(own, 'wrong.yml'));
  rmSync(own, { recursive: true });
  expect({ status, said }).toEqual({ status: 1, said: expect.stringContaining('UnknownOutcome') });
});

test('every alert has a story in which it fires, and one in which it does not', () => {
  for (const isFiring of [true, false]) {
    const shown = expectations.filter((one) => one.isFiring === isFiring).map(({ name }) => name);
    expect([...new Set(shown)].toSorted()).toEqual([...new Set(names)].toSorted());
  }
});
