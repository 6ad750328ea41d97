/** `npm run faults`: the fault suite by hand, all of it or some; prints each case as it ends and writes `reports/faults.md`. */
import { parseArgs } from 'node:util';
import { groups } from './fault-case.ts';
import { createPlayer } from './play.ts';
import { faultCases } from './registry.ts';
import { type Row, summaryOf, tableOf, writeTable } from './table.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    group: { type: 'string', multiple: true },
    speed: { type: 'string', multiple: true },
    seed: { type: 'string', default: '7' },
    fuzz: { type: 'string', default: '50000' },
  },
});

const refuse = (mistake: string): never => {
  process.stderr.write(`${mistake}\n`);
  process.exit(2);
};

const wholeNumber = (flag: string, text: string): number =>
  /^\d{1,9}$/.test(text) ? Number(text) : refuse(`--${flag} ${text}: a whole number is expected`);

const chosen = faultCases.filter(
  ({ id, group, speed }) =>
    (values.only?.includes(id) ?? true) &&
    (values.group?.includes(group) ?? true) &&
    (values.speed?.includes(speed) ?? true),
);
// A run of nothing would find that everything is as expected.
if (chosen.length === 0) refuse(`no such case; the groups are ${groups.join(', ')}`);

const seed = wholeNumber('seed', values.seed);
const player = createPlayer({ seed, fuzzed: wholeNumber('fuzz', values.fuzz) });
const rows: Row[] = [];
for (const one of chosen) {
  const played = await player.play(one);
  rows.push([one, played]);
  process.stdout.write(
    `${played.verdict.padEnd(7)} ${one.id.padEnd(8)} ${one.title}: ${played.seen} (${played.ms} ms)\n`,
  );
}
await player.close();
writeTable('faults', tableOf(rows, seed));
process.stdout.write(`${summaryOf(rows)}; seed ${seed}; the table is in reports/faults.md\n`);
process.exit(rows.some(([, { verdict }]) => verdict === 'failed') ? 1 : 0);
