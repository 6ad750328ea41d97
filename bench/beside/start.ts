/** P10: how long it takes from the start of a gateway until it is ready. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Figure, median, show } from '../figures.ts';
import { startServer } from '../measure.ts';
import { isQuick, say } from '../options.ts';
import type { Stage } from '../stage.ts';

const starts = isQuick ? 1 : 5;
const embedded = fileURLToPath(new URL('../../packages/server/dist/embedded/main.js', import.meta.url));
const freePorts = { PORT: '0', OPS_PORT: '0', SANDBOX_PORT: '0', FUJI_PORT: '0', CREDIT_PORT: '0' };

/** The line that it prints is there once all of it is ready. */
const embeddedMs = async (): Promise<number> => {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [embedded, '--json'], {
    env: { ...process.env, ...freePorts, PARTNER_GATEWAY_EXIT_WITH_STDIN: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  const first = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
  if (first === undefined) throw new Error('the embedded gateway ended before it was ready');
  const tookMs = performance.now() - startedMs;
  child.stdin.end();
  await ended;
  return tookMs;
};

const mostMs = 20_000;
const everyMs = 10;

/** It listens before it is ready: the id tables are read meanwhile. */
const untilReady = async (port: number): Promise<void> => {
  for (const endMs = performance.now() + mostMs; performance.now() < endMs; await setTimeout(everyMs)) {
    const { status } = await fetch(`http://127.0.0.1:${port}/ready`);
    if (status === 200) return;
  }
  throw new Error(`a gateway was not ready within ${mostMs} ms`);
};

const tracedMs = async (stage: Stage, environment: Record<string, string>): Promise<number> => {
  const startedMs = performance.now();
  const gateway = await stage.startGateway(environment);
  await untilReady(gateway.port);
  const tookMs = performance.now() - startedMs;
  await gateway.stop();
  return tookMs;
};

const timesOf = async (start: () => Promise<number>): Promise<number[]> => {
  const timesMs: number[] = [];
  for (let at = 0; at < starts; at += 1) timesMs.push(await start());
  return timesMs;
};

const rawOf = (timesMs: readonly number[]): string =>
  `median of ${timesMs.length}; ${timesMs.map((ms) => show(ms)).join(', ')} ms`;

export const measureStart = async (stage: Stage): Promise<Figure[]> => {
  say('start to ready');
  const plain = await timesOf(embeddedMs);
  const collector = await startServer('./collector.ts', { core: 'load' });
  const telemetry = {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${collector.port}/v1/traces`,
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '1',
  };
  const traced = await timesOf(() => tracedMs(stage, telemetry));
  await collector.stop();
  return [
    {
      id: 'P10',
      name: 'Start to ready, embedded defaults',
      value: median(plain) / 1_000,
      unit: 's',
      aim: { at_most: 1 },
      raw: rawOf(plain),
    },
    {
      id: 'P10',
      name: 'Start to ready, with telemetry and 269,000 stations',
      value: median(traced) / 1_000,
      unit: 's',
      aim: { at_most: 1.5 },
      raw: rawOf(traced),
    },
  ];
};
