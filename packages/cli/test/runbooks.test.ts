/** What the runbooks say to type is understood: every command, option and variable exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { profileVariable, settingVariables } from '../src/context.ts';
import { exitCodes } from '../src/failure.ts';
import { runCli } from './support/run-cli.ts';
import { wordsOf } from './support/words.ts';

const folder = new URL('../../../docs/runbooks/', import.meta.url);
const text = readdirSync(folder)
  .map((page) => readFileSync(new URL(page, folder), 'utf8'))
  .join('\n');

const commands = [
  ...new Set(
    [...text.matchAll(/^ *partner-cli (.+)$|`partner-cli ([^`]+)`/gm)].map((hit) => hit[1] ?? hit[2] ?? ''),
  ),
];
const nowhere = { baseUrl: undefined, opsBaseUrl: undefined, apiKey: undefined, opsKey: undefined };

test('there is something to check', () => {
  expect(commands.length).toBeGreaterThan(10);
  expect(commands).toContain('outcomes list');
});

test.each(commands)('partner-cli %s', async (line) => {
  const { code, stderr } = await runCli(wordsOf(line), {
    answers: ['y'],
    secret: 'gwk_example',
    settings: nowhere,
  });
  // Asked of no gateway, it ends at the settings that are missing; a key that does not fit was compared.
  const understood: readonly number[] = [
    exitCodes.success.code,
    exitCodes.configuration.code,
    exitCodes.authentication.code,
  ];
  expect({ stderr, isUnderstood: understood.includes(code) }).toEqual({ stderr, isUnderstood: true });
});

test('every variable of the CLI that a page names exists', () => {
  const named = [...text.matchAll(/PARTNER_CLI_[A-Z_]*[A-Z]/g)].map(([name]) => name);
  expect(named).not.toEqual([]);
  for (const name of named) expect([...Object.values(settingVariables), profileVariable]).toContain(name);
});
