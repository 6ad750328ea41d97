/**
 * `pnpm capacity`: what has to be there for so many partners and searches. `--partners 40 --searches-per-min 600 --latency-ms 500`, and every
 * other member of the workload and of the setup by its name (`--calls-per-min 20000`); `--json` for JSON alone, `--simulate` to play it as well.
 */
import { parseArgs } from 'node:util';
import { usualWorkload } from './demand.ts';
import { planFor, usualSetup } from './model.ts';
import { simulate } from './simulation.ts';
import { toTable } from './table.ts';

const flagOf = (member: string): string => member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const figures = { ...usualWorkload, ...usualSetup };
const flags = Object.fromEntries(Object.keys(figures).map((member) => [flagOf(member), member]));
const { values } = parseArgs({
  options: {
    ...Object.fromEntries(Object.keys(flags).map((flag) => [flag, { type: 'string' as const }])),
    json: { type: 'boolean', default: false },
    simulate: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '7' },
  },
});
const given: Readonly<Record<string, unknown>> = values;

const refuse = (mistake: string): never => {
  process.stderr.write(`${mistake}\n`);
  process.exit(2);
};

/** Shares and a search without answers may be zero; of nothing else can there be none. */
const mayBeZero = (member: string): boolean => /Share$|PerSearch$|PerOpen$|PerBooking$|relays/.test(member);

const read = <Figures extends Readonly<Record<string, number>>>(byDefault: Figures): Figures => {
  const entries = Object.entries(byDefault).map(([member, usual]) => {
    const text = given[flagOf(member)];
    if (typeof text !== 'string') return [member, usual] as const;
    const value = text.trim() === '' ? Number.NaN : Number(text);
    const isFine = Number.isFinite(value) && value >= 0 && (value > 0 || mayBeZero(member));
    return [
      member,
      isFine ? value : refuse(`--${flagOf(member)} ${text}: a number above zero is expected`),
    ] as const;
  });
  return { ...byDefault, ...Object.fromEntries(entries) };
};

const whole = (flag: 'minutes' | 'seed'): number =>
  /^[1-9]\d{0,5}$/.test(values[flag])
    ? Number(values[flag])
    : refuse(`--${flag} ${values[flag]}: a whole number is expected`);

const [workload, setup] = [read(usualWorkload), read(usualSetup)];
const plan = planFor(workload, setup);
const simulated = values.simulate
  ? simulate({
      workload,
      setup,
      instances: plan.instances,
      minutes: whole('minutes'),
      seed: whole('seed'),
    })
  : undefined;
const all = { workload, setup, plan, ...(simulated !== undefined && { simulated }) };
process.stdout.write(values.json ? `${JSON.stringify(all, null, 2)}\n` : `${toTable(plan, simulated)}\n`);
