/** A real Prometheus that scrapes one gateway in fast motion, with the rules that are shipped. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../write-guard/test/support/until.ts';
import { freePort } from './free-port.ts';

/** An alert as Prometheus tells it. */
export type TellingAlert = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
};

/** A running Prometheus. */
export type Prometheus = {
  readonly url: string;
  /** What is firing now. */
  firing(): Promise<readonly TellingAlert[]>;
  stop(): Promise<void>;
};

const rulesFile = new URL('../../../../deploy/observability/prometheus/rules.yml', import.meta.url);
const unitsMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * The shipped rules, in which time runs faster: their windows, waits and the ages they compare with are a part of what they are.
 *
 * @example
 * ```ts
 * inFastMotion('for: 30s', 30); // for: 1000ms
 * ```
 */
const inFastMotion = (rules: string, factor: number): string => {
  const shorten = (count: string, unit: string): string =>
    `${Math.max(1, Math.round((Number(count) * unitsMs[unit as keyof typeof unitsMs]) / factor))}ms`;
  return rules
    .replaceAll(/\[(\d+)([smhd])\]/g, (_all, count: string, unit: string) => `[${shorten(count, unit)}]`)
    .replaceAll(
      /\boffset (\d+)([smhd])\b/g,
      (_all, count: string, unit: string) => `offset ${shorten(count, unit)}`,
    )
    .replaceAll(
      /^( +for): (\d+)([smhd])$/gm,
      (_all, key: string, count: string, unit: string) => `${key}: ${shorten(count, unit)}`,
    )
    .replaceAll(
      /(oldest_open_outcome|fx_age_seconds)\) > (\d+)/g,
      (_all, name: string, seconds: string) => `${name}) > ${Number(seconds) / factor}`,
    );
};

const configOf = (opsPort: number): string => `global:
  scrape_interval: 500ms
  scrape_timeout: 500ms
  evaluation_interval: 500ms
rule_files: [rules.yml]
scrape_configs:
  - job_name: partner-gateway
    static_configs:
      - targets: ['127.0.0.1:${opsPort}']
`;

/** Starts it on a gateway's ops port, whose `/metrics` asks for no key. */
export const startPrometheus = async (opsPort: number, factor: number): Promise<Prometheus> => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-prometheus-'));
  writeFileSync(join(folder, 'prometheus.yml'), configOf(opsPort));
  writeFileSync(join(folder, 'rules.yml'), inFastMotion(readFileSync(rulesFile, 'utf8'), factor));
  const port = await freePort();
  const child = spawn(
    process.env.PROMETHEUS_BIN ?? 'prometheus',
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    const { status } = await fetch(`${url}/-/ready`).catch(() => {
      throw new Error(`Prometheus is not ready: ${said}`);
    });
    if (status !== 200) throw new Error(`Prometheus is not ready: ${said}`);
  }, 100);
  return {
    url,
    async firing() {
      const answer = await fetch(`${url}/api/v1/alerts`);
      const { data } = (await answer.json()) as { data: { alerts: TellingAlert[] } };
      return data.alerts.filter(({ state }) => state === 'firing');
    },
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
