/** `npm run drill`: every incident against running gateways, and what one command says of each; fails when the score falls. */
import { incidents } from './incidents.ts';
import { playDrill } from './play.ts';
import { countOf, floor, tableOf } from './score.ts';

const only = process.argv.slice(2).map(Number);
const chosen = only.length === 0 ? incidents : incidents.filter(({ row }) => only.includes(row));
const scores = await playDrill(chosen, ({ row, title, said, isCauseNamed, isActionNamed }) => {
  const mark = isCauseNamed && isActionNamed ? 'ok  ' : 'MISS';
  process.stderr.write(`${mark} ${row} ${title}: ${said.join(', ') || 'nothing'}\n`);
});
const causes = countOf(scores, ({ isCauseNamed }) => isCauseNamed);
const actions = countOf(scores, ({ isActionNamed }) => isActionNamed);
const falseCauses = scores.filter(({ isFalse }) => isFalse).length;
process.stdout.write(`${tableOf(scores)}\n\n`);
process.stdout.write(
  `Cause named: ${causes}. Next action named: ${actions}. False causes: ${falseCauses}. One command each.\n`,
);
const isWhole = only.length === 0;
if (isWhole && (causes < floor.causes || actions < floor.actions)) process.exitCode = 1;
if (falseCauses > floor.falseCauses) process.exitCode = 1;
