/** The command line of the crash run: it does not begin with what would try nothing. */
import { expect, it } from 'vitest';
import { runProgram } from '../support/program.ts';

it.concurrent.each([
  ['--carts', 'x'],
  ['--carts', '0'],
  ['--kills', '1.5'],
  ['--target', 'nonsense'],
])('does not begin with %s %s, which would try nothing and find no promise broken', async (flag, value) => {
  const program = runProgram('test/crash/main.ts', {}, [flag, value]);
  expect(await program.ended()).toBe(2);
  expect(program.stdout()).toBe('');
  expect(program.stderr()).toMatch(new RegExp(`^${flag} ${value}[^\\n]*\\n$`));
});
