/** Completion in the shells that a machine need not have: the scripts for zsh and fish, sourced by those shells. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everyCommand } from './support/every-command.ts';
import { runCli } from './support/run-cli.ts';

const { FISH_BIN: fish = 'fish', ZSH_BIN: zsh = 'zsh' } = process.env;
/** Of util-linux; it gives a program a terminal. */
const pseudoTerminal = 'script';
const folder = mkdtempSync(join(tmpdir(), 'partner-cli-completion-'));
const scripts = { fish: join(folder, 'partner-cli.fish'), zsh: join(folder, '_partner-cli') };
beforeAll(async () => {
  for (const shell of ['fish', 'zsh'] as const)
    writeFileSync(scripts[shell], (await runCli(`completion ${shell}`)).stdout);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What fish offers, without the descriptions. */
const offeredByFish = (line: string): string[] =>
  execFileSync(fish, ['--no-config', '-c', `source ${scripts.fish}; complete -C 'partner-cli ${line}'`], {
    encoding: 'utf8',
  })
    .split('\n')
    .flatMap((offer) => offer.split('\t')[0] || []);

test('fish offers every command and option of the help, and the choices of an option', async () => {
  for (const { path, commands, options } of await everyCommand()) {
    const words = path.map((word) => `${word} `).join('');
    if (commands.length > 0) expect(offeredByFish(words)).toEqual(commands.toSorted());
    expect(offeredByFish(`${words}--`).toSorted()).toEqual(options.toSorted());
  }
  expect(offeredByFish('booking resolve --as ')).toEqual([
    'booked',
    'executed',
    'not-booked',
    'not-executed',
  ]);
  expect(offeredByFish('booking resolve --client ')).toEqual([]);
});

/** What stands on the line of a zsh at a terminal once these keys were pressed; Ctrl-X writes it down and ends the shell. */
const lineOfZsh = async (keys: string): Promise<string> => {
  const written = join(folder, 'line');
  const show = `show() { print -rn -- "$BUFFER" > ${written}; exit }; zle -N show; bindkey '^X' show`;
  writeFileSync(
    join(folder, '.zshrc'),
    `autoload -Uz compinit; compinit -u -D; source ${scripts.zsh}; ${show}\n`,
  );
  const child = spawn(pseudoTerminal, ['-qec', `${zsh} -d -i`, '/dev/null'], {
    env: { TERM: 'dumb', PATH: process.env.PATH, ZDOTDIR: folder },
  });
  child.stdin.write(`${keys}\u0018`);
  await once(child, 'close');
  return readFileSync(written, 'utf8');
};

test.each([
  ['partner-cli doc\t', 'partner-cli doctor '],
  ['partner-cli booking res\t--ca\t', 'partner-cli booking resolve --ca'],
  ['partner-cli booking res\t--can\t', 'partner-cli booking resolve --cancel '],
  ['partner-cli booking resolve --as b\t', 'partner-cli booking resolve --as booked '],
  ['partner-cli booking resolve --as=b\t', 'partner-cli booking resolve --as=booked '],
  ['partner-cli booking resolve --client b\t', 'partner-cli booking resolve --client b'],
  ['partner-cli completion f\t', 'partner-cli completion fish '],
])('zsh completes %j', async (keys, line) => {
  expect(await lineOfZsh(keys)).toBe(line);
});
