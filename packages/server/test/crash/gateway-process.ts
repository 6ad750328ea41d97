/** The real gateway as a process that may be killed at any instant; only its times are the crash run's. */
import { readFileSync } from 'node:fs';
import { readConfig } from '../../src/config.ts';
import { startGateway } from '../../src/gateway.ts';
import { createLog } from '../../src/observability/logger.ts';
import { announce } from './announce.ts';
import { crashTiming } from './times.ts';

const [settingsFile = ''] = process.argv.slice(2);
const config = readConfig(JSON.parse(readFileSync(settingsFile, 'utf8')) as Record<string, string>);
const { baseUrl } = await startGateway(config, {
  log: createLog(config.LOG_LEVEL, process.stderr),
  version: 'crash-run',
  nowMs: Date.now,
  timing: crashTiming,
});
announce({ baseUrl });
