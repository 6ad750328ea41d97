/** P12: what the SDK and the CLI cost a partner over Node that does nothing. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { importMsOf } from '../../scripts/runtimes/import-time.mjs';
import { type Figure, median, show } from '../figures.ts';
import { isQuick, say } from '../options.ts';

const pairs = isQuick ? 3 : 21;
const pathOf = (path: string): string => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url));

const timeMs = (args: readonly string[]): number => {
  const startedMs = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - startedMs;
};

export const measurePartners = (): Figure[] => {
  say('SDK and CLI');
  const sdkMs = importMsOf(process.execPath, pathOf('sdk/dist/index.js'));
  const bareMs = () => timeMs(['-e', '']);
  const helps = Array.from({ length: pairs }, () => {
    const bare = bareMs();
    return { bare, help: timeMs([pathOf('cli/dist/bin.js'), '--help']) };
  });
  const cliMs = median(helps.map(({ bare, help }) => help - bare));
  const bare = median(helps.map((one) => one.bare));
  return [
    {
      id: 'P12',
      name: 'Importing the SDK over bare Node',
      value: sdkMs,
      unit: 'ms',
      aim: { at_most: 15 },
      raw: 'median of 21 pairs, one after the other',
    },
    {
      id: 'P12',
      name: '`partner-cli --help` over bare Node',
      value: cliMs,
      unit: 'ms',
      aim: { at_most: 60 },
      raw: `median of ${pairs} pairs; Node alone ${show(bare)} ms`,
    },
  ];
};
