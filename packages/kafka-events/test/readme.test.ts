/** The README's tables name all that there is. */
import { readFileSync } from 'node:fs';
import { kafkaFailureReasons } from '@partner-gateway/kafka-events';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README lists every reason of a failure', () => {
  const rows = readme.slice(readme.indexOf('| `reason`')).split('\n\n')[0] ?? '';
  const listed = [...rows.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name).slice(1);
  expect(listed).toEqual([...kafkaFailureReasons]);
});
