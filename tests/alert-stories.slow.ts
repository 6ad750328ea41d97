/** The stories of the alerts are played by Prometheus' own tool: each alert fires where it says so, and nowhere else. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, promtool, stories } from './promtool.ts';

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
