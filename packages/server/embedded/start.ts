/** The whole gateway on embedded defaults: a sandbox 12go, credit line and master data behind it, all over real HTTP. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashApiKey } from '@partner-gateway/api-keys';
import { createBuiltPages } from '@partner-gateway/built-pages';
import {
  createDemoClients,
  createSandbox,
  type DemoClient,
  type Sandbox,
  type SandboxCreditLine,
  type Served,
  serveCreditLine,
  serveFuji,
  type WebhookSubscriber,
} from '@partner-gateway/sandbox';
import { type Config, readConfig, secretVariables, tellSettings } from '@partner-gateway/settings';
import { createLog, type Log } from '@partner-gateway/telemetry';
import { type Gateway, startGateway } from '../src/composition/gateway.ts';
import type { Timing } from '../src/deps.ts';
import { version } from '../src/version.ts';

/** How an embedded gateway is started; everything has a default. */
export type EmbeddedOptions = {
  /** Ports; 0, the default, is any free one. */
  readonly port?: number;
  readonly opsPort?: number;
  readonly sandboxPort?: number;
  readonly fujiPort?: number;
  readonly creditPort?: number;
  /** First moment of the sandbox's clock, which the gateway goes by too: Unix milliseconds or ISO text. Default: now. */
  readonly now?: number | string;
  /** The gateway's own clock and that of its master data, in Unix milliseconds. Default: the sandbox's. */
  readonly nowMs?: () => number;
  /** Default: as in production. */
  readonly timing?: Timing;
  /** Default: silent. */
  readonly log?: Log;
  /** Settings in place of the embedded ones, by the names of the environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Changes the settings of the demo clients by client id. */
  readonly clients?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** More secrets by their references. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Whether the sandbox sends its webhooks, which make the gateway read bookings by itself. Default: true. */
  readonly isNotified?: boolean;
};

/** A running embedded gateway. */
export type EmbeddedGateway = {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly apiKey: string;
  readonly opsBaseUrl: string;
  readonly opsKey: string;
  readonly sandboxUrl: string;
  readonly docsUrl: string;
  /** Every demo client, `demo` first. */
  readonly clients: readonly [DemoClient, ...DemoClient[]];
  readonly sandbox: Sandbox;
  readonly fuji: Served;
  readonly creditLine: SandboxCreditLine;
  readonly gateway: Gateway;
  readonly config: Config;
  /** Stops everything that was started. */
  close(): Promise<void>;
};

const randomKey = (): string => randomBytes(24).toString('hex');

const writeFile = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
};

const writeSettings = (
  folder: string,
  clients: readonly DemoClient[],
  changes: EmbeddedOptions['clients'] = {},
): void => {
  const settings = clients.map((client) => ({ ...client.settings, ...changes[client.clientId] }));
  writeFile(join(folder, 'clients.json'), JSON.stringify({ clients: settings }));
  for (const { clientId, upstreamKey } of clients) {
    // This client shows what a missing secret does.
    if (clientId !== 'keyless') writeFile(join(folder, 'secrets/12go', clientId), upstreamKey);
  }
};

type Neighbours = { readonly sandboxUrl: string; readonly fuji: Served; readonly creditLine: Served };

type Furnished = {
  readonly folder: string;
  readonly opsKey: string;
  readonly options: EmbeddedOptions;
  readonly neighbours: Neighbours;
};

/** A secret's file that is named takes the place of the secret here. */
const withFiles = (environment: Readonly<Record<string, string>>) => {
  const inFiles = secretVariables.filter((name) => environment[`${name}_FILE`] !== undefined);
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !inFiles.some((one) => one === name)),
  );
};

const environmentOf = ({ folder, opsKey, options, neighbours }: Furnished) =>
  withFiles({
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: String(options.port ?? 0),
    OPS_PORT: String(options.opsPort ?? 0),
    OPS_KEY_HASHES: `demo:admin=${hashApiKey(opsKey, 'ops')}`,
    LOG_LEVEL: 'silent',
    CLIENTS_FILE: join(folder, 'clients.json'),
    SECRETS_DIR: join(folder, 'secrets'),
    SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    BOOKING_ID_SECRET: randomBytes(32).toString('base64'),
    STORE: 'memory',
    DRAIN_SECONDS: '0',
    METRICS_ACCESS: 'open',
    TWELVEGO_CALLS_PER_MIN: '1000000',
    FAILED_KEYS_PER_MIN: '1000000',
    // A machine that runs it beside much else is slow without being overloaded.
    SHED_SEARCH_DELAY_MS: '2000',
    SHED_ALL_DELAY_MS: '8000',
    TWELVEGO_BASE_URL: neighbours.sandboxUrl,
    TWELVEGO_RECHECK_HOSTS: new URL(neighbours.sandboxUrl).origin,
    RESERVE_LOOK_UP: 'by_cart',
    FUJI_BASE_URL: neighbours.fuji.url,
    RATES_URL: `${neighbours.fuji.url}/rates`,
    CREDIT_LINE_URL: neighbours.creditLine.url,
    ...options.environment,
  });

/** Beside the built gateway, whichever file of it this is in; else where the console's own build leaves it. */
const sandboxConsole = {
  path: '/sandbox',
  folders: ['./sandbox/', './embedded/sandbox/', '../../sandbox-console/dist/sandbox/'].map(
    (path) => new URL(path, import.meta.url),
  ),
};

const demoBalance = { balance: '1000000.00', currency: 'USD' };

/**
 * Starts everything on ports of this machine.
 *
 * @example
 * ```ts
 * const gateway = await startEmbedded();
 * await fetch(`${gateway.baseUrl}/health`);
 * await gateway.close();
 * ```
 */
export const startEmbedded = async (options: EmbeddedOptions = {}): Promise<EmbeddedGateway> => {
  const { now, timing } = options;
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.reverse()) await closer();
  };
  try {
    const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-'));
    closers.push(() => rmSync(folder, { recursive: true, force: true }));
    const subscribers: WebhookSubscriber[] = [];
    const sandbox = createSandbox({ webhooks: subscribers, ...(now !== undefined && { now }) });
    const nowMs = options.nowMs ?? sandbox.clock.now;
    const listening = await sandbox.listen({ port: options.sandboxPort ?? 0 });
    closers.push(() => listening.close());
    const fuji = await serveFuji(sandbox.world, nowMs, options.fujiPort ?? 0);
    closers.push(() => fuji.close());
    const creditLine = await serveCreditLine(options.creditPort ?? 0);
    closers.push(() => creditLine.close());
    const clients = createDemoClients(randomKey, hashApiKey);
    for (const { clientId } of clients) creditLine.set(clientId, demoBalance);
    writeSettings(folder, clients, options.clients);
    for (const [reference, secret] of Object.entries(options.secrets ?? {}))
      writeFile(join(folder, 'secrets', reference), secret);
    const opsKey = `gwo_demo_${randomKey()}`;
    const neighbours = { sandboxUrl: listening.url, fuji, creditLine };
    const environment = environmentOf({ folder, opsKey, options, neighbours });
    const config = readConfig(environment);
    const log = options.log ?? createLog('silent');
    const gateway = await startGateway(config, {
      log,
      version,
      nowMs,
      steadyNowMs: nowMs,
      memoryBeganAtMs: 0,
      timing,
      trial: {
        clientId: clients[0].clientId,
        apiKey: clients[0].apiKey,
        answerPage: createBuiltPages(sandboxConsole),
      },
      rereadConfig: () => readConfig(environment),
      settings: tellSettings(environment, config),
    });
    closers.push(() => gateway.stop());
    const notified = options.isNotified === false ? [] : clients.slice(0, 2);
    for (const { clientId, upstreamKey } of notified) {
      subscribers.push({
        url: `${gateway.baseUrl}/v1/notifications/onetwogo?client_id=${clientId}`,
        key: upstreamKey,
      });
    }
    const [{ clientId, apiKey }] = clients;
    const { baseUrl, opsBaseUrl } = gateway;
    const urls = { baseUrl, opsBaseUrl, sandboxUrl: listening.url, docsUrl: `${baseUrl}/docs` };
    return { ...urls, clientId, apiKey, opsKey, clients, sandbox, fuji, creditLine, gateway, config, close };
  } catch (error) {
    await close();
    throw error;
  }
};
