/** `npm run rolling-restart`: rolling restarts by hand; exit code 1 when a partner would have noticed. */
import { parseArgs } from 'node:util';
import { failuresOf } from './load.ts';
import { playRolling } from './play.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, rate: { type: 'string', default: '200' } },
});

const figure = (flag: string, text: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  process.stderr.write(`--${flag} ${text}: a number from 1 to 9999 is expected\n`);
  process.exit(2);
};

const { restarts, sent, seen, seconds, logged } = await playRolling({
  rounds: figure('rounds', values.rounds),
  perSecond: figure('rate', values.rate),
  tell: (line) => void process.stderr.write(`${line}\n`),
});
const failures = failuresOf(seen);
if (Object.keys(failures).length > 0) process.stdout.write(`${logged.join('\n')}\n`);
process.stdout.write(
  `${restarts} restarts in ${seconds.toFixed(0)} s, ${sent} requests: ${JSON.stringify(seen)}\n`,
);
process.stdout.write(`failed: ${JSON.stringify(failures)}\n`);
process.exit(Object.keys(failures).length === 0 ? 0 : 1);
