/** `pnpm rotations`: everything rotated in the middle of many funnels, by hand. */
import { parseArgs } from 'node:util';
import { rotationRun } from './run.ts';

const { values } = parseArgs({ options: { funnels: { type: 'string', default: '1000' } } });
const funnels = Number(values.funnels);
if (!Number.isSafeInteger(funnels) || funnels < 40) {
  process.stderr.write(`--funnels ${values.funnels}: a number of 40 or more is expected\n`);
  process.exit(2);
}
const report = await rotationRun(funnels);
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(`${report.failed.length} of ${funnels} funnels failed.\n`);
process.exitCode = report.failed.length === 0 && report.refusedByTwelveGo === 0 ? 0 : 1;
