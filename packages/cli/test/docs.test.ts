/** The README and the help say what the code does. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { profileVariable, settingVariables } from '../src/context.ts';
import { exitCodes } from '../src/failure.ts';
import { runCli } from './support/run-cli.ts';
import { wordsOf } from './support/words.ts';

const rows = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.replace(/ {2,}/g, ' '));

test('the README lists the exit codes, and no others', () => {
  const documented = rows.filter((row) => /^\| \d+ \|/.test(row));
  expect(documented).toEqual(Object.values(exitCodes).map(({ code, meaning }) => `| ${code} | ${meaning} |`));
});

test('the README lists the environment variables', () => {
  for (const name of [...Object.values(settingVariables), profileVariable]) {
    expect(rows).toContainEqual(expect.stringContaining(`| \`${name}\` |`));
  }
});

const helps = [
  'booking inspect --help',
  'booking open --help',
  'outcomes list --help',
  'logs tail --help',
  'booking resolve --help',
  'locks list --help',
  'locks release --help',
  'price explain --help',
  'search --help',
];
const offlineHelps = [
  'completion --help',
  'profiles --help',
  'keys generate --help',
  'keys hash --help',
  'keys check --help',
];

test.for(['--help', ...helps, ...offlineHelps])('%s goes to stdout and has an example', async (line) => {
  const { code, stdout, stderr } = await runCli(line);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/Example:\n {2}\$ partner-cli \w+/);
});

test('every example of the help is one of the README, and can be parsed', async () => {
  for (const line of helps) {
    const example = /\$ partner-cli (.+)/.exec((await runCli(line)).stdout)?.[1] ?? '';
    expect(rows).toContainEqual(expect.stringContaining(example));
    const { stderr } = await runCli(wordsOf(example), {
      answers: ['y'],
      settings: { baseUrl: undefined, opsBaseUrl: undefined },
    });
    expect(stderr).toContain('missing PARTNER_CLI_');
  }
});

test('examples that ask no gateway are of the README too, and need no settings', async () => {
  for (const line of offlineHelps) {
    const example = /\$ partner-cli (.+)/.exec((await runCli(line)).stdout)?.[1] ?? '';
    expect(rows).toContainEqual(expect.stringContaining(example));
    const { stderr } = await runCli(wordsOf(example), { secret: 'gwk_example', settings: {} });
    expect(stderr).not.toMatch(/missing|error:|sha256\$salt/);
  }
});

test('--version is the one of the package', async () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect((await runCli('--version')).stdout).toBe(`${manifest.version}\n`);
});
