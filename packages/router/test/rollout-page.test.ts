/** The page of the rollout, held to what it tells of. */
import { readFileSync } from 'node:fs';
import { endpointsOfStep, modes, readRollout, steps } from '@partner-gateway/rollout';
import { routerSchema, routerSecrets } from '@partner-gateway/settings';
import { routerInstruments } from '@partner-gateway/telemetry';
import { expect, test } from 'vitest';
import { z } from 'zod';

const page = readFileSync(new URL('../../../docs/rollout.md', import.meta.url), 'utf8');

const rowsBelow = (heading: string): string[][] =>
  (page.split(`\n## ${heading}\n`)[1] ?? '')
    .split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim()),
    ) ?? [];

const field = z.object({
  default: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  description: z.string().optional(),
});

const variables = () => {
  const { properties = {}, required = [] } = z.toJSONSchema(routerSchema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return Object.entries(properties).map(([name, property]) => {
    const { default: fallback, enum: values, description = '' } = field.parse(property);
    const told = fallback === undefined || fallback === '' ? '–' : `\`${String(fallback)}\``;
    const secret = routerSecrets.some((known) => known === name) && !description.includes('secret');
    return [
      `\`${name}\``,
      required.includes(name) ? 'required' : told,
      values?.map((value) => `\`${value}\``).join(', ') ?? '–',
      `${description}${secret ? ' Secret.' : ''}`,
    ];
  });
};

test('docs/rollout.md lists every variable with its default, values and meaning', () => {
  expect(rowsBelow('Settings')).toStrictEqual(variables());
});

test('docs/rollout.md lists every metric with its kind, labels and meaning', () => {
  expect(rowsBelow('Metrics')).toStrictEqual(
    Object.entries(routerInstruments).map(([name, { kind, labels, meaning }]) => [
      `\`${name}\``,
      kind,
      labels.map((label) => `\`${label}\``).join(', ') || '–',
      meaning,
    ]),
  );
});

test('docs/rollout.md lists the steps with their endpoints, and the modes', () => {
  const rows = new Map(rowsBelow('Rules').map(([name = '', text = '']) => [name.replaceAll('`', ''), text]));

  for (const step of steps)
    for (const endpoint of endpointsOfStep(step)) expect(rows.get(step)).toContain(`\`${endpoint}\``);
  for (const mode of modes) expect(rows.has(mode)).toBe(true);
});

test('the example of a document can be read', () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];

  expect(readRollout(example).rules).toHaveLength(2);
});
