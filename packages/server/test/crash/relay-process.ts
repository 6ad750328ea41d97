/** The real relay as a process that may be killed at any instant. */
import { readFileSync } from 'node:fs';
import { readConfig } from '@partner-gateway/settings';
import { createLog } from '@partner-gateway/telemetry';
import { announce } from '../../../write-guard/test/crash/listening.ts';
import { startRelay } from '../../src/composition/relay/relay-process.ts';

const [settingsFile = ''] = process.argv.slice(2);
const config = readConfig(JSON.parse(readFileSync(settingsFile, 'utf8')) as Record<string, string>);
const relay = await startRelay(config, {
  log: createLog(config.LOG_LEVEL, process.stderr),
  version: 'crash-run',
  nowMs: Date.now,
});
announce({ baseUrl: relay.probes.baseUrl });
