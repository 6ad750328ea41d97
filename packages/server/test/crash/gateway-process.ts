/** The real gateway as a process that may be killed at any instant; its times, and its wall clock, are the run's. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { readConfig } from '@partner-gateway/settings';
import { createLog } from '@partner-gateway/telemetry';
import { announce } from '../../../write-guard/test/crash/listening.ts';
import { startGateway } from '../../src/composition/gateway.ts';
import { crashTiming } from './times.ts';

const [settingsFile = '', times = 'scaled'] = process.argv.slice(2);
const config = readConfig(JSON.parse(readFileSync(settingsFile, 'utf8')) as Record<string, string>);

/** A line `clock 900000` on stdin steps the wall clock of this process by so many milliseconds. */
let aheadMs = 0;
const wallClock = Date.now;
Date.now = () => wallClock() + aheadMs;
createInterface({ input: process.stdin }).on('line', (line) => {
  const [, ms] = /^clock (-?\d+)$/.exec(line) ?? [];
  if (ms !== undefined) aheadMs += Number(ms);
});

const { baseUrl } = await startGateway(config, {
  log: createLog(config.LOG_LEVEL, process.stderr),
  version: 'crash-run',
  nowMs: () => Date.now(),
  timing: times === 'production' ? undefined : crashTiming,
});
announce({ baseUrl });
