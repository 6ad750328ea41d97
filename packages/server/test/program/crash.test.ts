/** Whole gateways killed at random under retried creates: the short form of the crash run. */
import { expect, it } from 'vitest';
import { crashRun } from '../../../write-guard/test/crash/run.ts';
import { gatewayTarget } from '../crash/gateway-target.ts';
import { runProgram } from '../support/program.ts';

it('books no cart twice and tells no lie, in short', async () => {
  const report = await crashRun(gatewayTarget('gateway'), {
    partners: 24,
    processes: 2,
    faultShare: 0.04,
    seed: 7,
    carts: 60,
    blows: { kill: 2, flush: 1 },
  });
  expect(report).toMatchObject({
    carts: 60,
    doubleBooked: 0,
    toldBookedButNot: 0,
    toldNotButBooked: 0,
    unresolved: 0,
    openOutcomes: 0,
  });
  expect(report.booked).toBeGreaterThan(20);
}, 180_000);

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
