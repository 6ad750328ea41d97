/** The page of settings, held to the schemas that read them. */
import { readFileSync } from 'node:fs';
import { environmentSchema, secretVariables } from '@partner-gateway/settings';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { clientSettingsSchema } from '../../src/partners/client-settings.ts';

const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
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
const column = z.object({
  default: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  description: z.string().optional(),
});
const fieldsOf = (schema: z.ZodType) => {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    isRequired: required.includes(name),
    ...column.parse(property),
  }));
};
const defaultOf = (field: ReturnType<typeof fieldsOf>[number]): string => {
  if (field.isRequired) return 'required';
  return field.default === undefined || field.default === ''
    ? '–'
    : `\`${JSON.stringify(field.default).replace(/^"|"$/g, '')}\``;
};

test('docs/configuration.md lists every variable with its default, values and meaning', () => {
  const expected = fieldsOf(environmentSchema).map((field) => [
    `\`${field.name}\``,
    defaultOf(field),
    field.enum?.map((value) => `\`${value}\``).join(', ') ?? '–',
    field.description,
  ]);
  expect(rowsBelow('Environment')).toEqual(expected);
});

test('docs/configuration.md lists every setting of a client with its default', () => {
  const listed = rowsBelow('Clients').map(([name, fallback]) => [name, fallback]);
  expect(listed).toEqual(
    fieldsOf(clientSettingsSchema).map((field) => [`\`${field.name}\``, defaultOf(field)]),
  );
});

test('docs/configuration.md names every secret that may stand in a file', () => {
  const [, section = ''] = page.split('\n## Secrets\n');
  for (const name of secretVariables) expect(section).toContain(`\`${name}\``);
});
