/** The README and the help say what the code does. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { profileVariable, settingVariables } from '../src/context.ts';
import { exitCodes } from '../src/failure.ts';
import { everyCommand, type HelpedCommand } from './support/every-command.ts';
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

const commands = await everyCommand();
/** Those that do something; the others only have commands below them. */
const doing = commands.filter(({ commands: below }) => below.length === 0);
const lineOf = ({ path }: HelpedCommand): string => path.join(' ');

test('every command has a row of its own in the README, or is told in the row of the same', () => {
  const told = rows.filter((row) => row.startsWith('| `partner-cli ')).join('\n');
  for (const command of doing)
    expect(told).toMatch(new RegExp(`(partner-cli|also \`)[ ]?${lineOf(command)}[\` ]`));
});

test('the help of what only has commands below it shows how to go on', async () => {
  for (const { path, help } of commands.filter(({ commands: below }) => below.length > 0)) {
    const [, example = ''] = /Example:\n {2}\$ partner-cli (.+)/.exec(help) ?? [];
    expect(example).toMatch(new RegExp(`^${path.join(' ')}.*--help$`));
    expect((await runCli(wordsOf(example))).code).toBe(0);
  }
});

test.for(doing.map((command) => [lineOf(command), command] as const))(
  'the help of “%s” has an example, which is one of the README and can be parsed',
  async ([, { options, help }]) => {
    const example = /Example:\n {2}\$ partner-cli (.+)/.exec(help)?.[1] ?? 'no example';
    expect(rows).toContainEqual(expect.stringContaining(`partner-cli ${example}`));
    const { stderr } = await runCli(wordsOf(example), {
      secret: 'gwk_example',
      settings: { baseUrl: undefined, opsBaseUrl: undefined },
    });
    if (options.some((option) => /^--(?:base-url|router)$/.test(option)))
      expect(stderr).toMatch(/missing PARTNER_(?:CLI|ROUTER)_/);
    else expect(stderr).not.toMatch(/missing|error:|sha256\$salt/);
  },
);

/** The bodies with which the routes of an API succeed. */
const answersOf = (document: string): string[] => {
  const text = readFileSync(new URL(`../../contract/${document}`, import.meta.url), 'utf8');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, { responses?: object }>> };
  const responses = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap((operation) => Object.entries(operation.responses ?? {}))
    .filter(([status]) => status.startsWith('2'));
  return responses.flatMap(([, response]) =>
    [...JSON.stringify(response).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = '']) => name),
  );
};

test('the README names for every command what its JSON is: the answer of a route, or its members', () => {
  const head = rows.findIndex((row) => row.startsWith('| `--json` of |'));
  const table = rows.slice(head + 2, rows.indexOf('', head)).map((row) => row.split('|').slice(1, -1));
  const named = table.map(([of = '']) => [...of.matchAll(/`([^`]+)`/g)].map(([, line]) => line));
  expect(named.flat().toSorted()).toEqual(doing.map(lineOf).toSorted());
  const answers = { 'ops API': answersOf('ops-openapi.json'), 'partner API': answersOf('openapi.json') };
  const told = table.map(([, is = '']) => /^ `(\w+)` of the (ops API|partner API)/.exec(is));
  const schemas = told.filter((found) => found !== null);
  expect(schemas.length).toBeGreaterThan(5);
  for (const [, schema, api] of schemas) expect(answers[api as keyof typeof answers]).toContain(schema);
});

test('--version is the one of the package', async () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect((await runCli('--version')).stdout).toBe(`${manifest.version}\n`);
});
