/** Where outages are made: gateways as processes, each with a link of its own to a Redis, and a sandbox whose ledger is the judge. */
import { rmSync } from 'node:fs';
import type { LedgerEntry } from '@partner-gateway/sandbox';
import { type Running, startProcess } from '../../../write-guard/test/crash/processes.ts';
import { startTcpProxy, type TcpProxy } from '../../../write-guard/test/support/tcp-proxy.ts';
import { writeRunFiles } from '../crash/settings.ts';

export type LookUpMode = 'by_cart' | 'none';

export type OutageOptions = {
  readonly lookUp: LookUpMode;
  /** Which port each gateway's link leads to; as many gateways as ports. */
  readonly redisPorts: readonly number[];
  /** Where the journal lives; never what is broken. */
  readonly journalUrl: string;
  /** Settings of every gateway, by their variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Production's times, or those of a crash run. */
  readonly times: 'production' | 'scaled';
};

export type Gateway = {
  /** Its link to Redis. */
  readonly link: TcpProxy;
  url(): string;
  process(): Running;
  /** Kills it with signal 9 and starts another in its place, on the same link. */
  restart(): Promise<void>;
};

export type OutageWorld = {
  readonly clientId: string;
  readonly apiKey: string;
  readonly sandboxUrl: string;
  readonly gateways: readonly Gateway[];
  cartOf(token: string): string;
  /** How often a cart was reserved at 12go. */
  executions(cart: string): Promise<number>;
  /** The next reserves go as the scenario says. */
  script(scenario: string, times: number, delayMs?: number): Promise<void>;
  close(): Promise<void>;
};

const gatewayScript = new URL('../crash/gateway-process.ts', import.meta.url);
const upstreamScript = new URL('../crash/upstream-process.ts', import.meta.url);

/** Starts everything. */
export const startOutageWorld = async (options: OutageOptions): Promise<OutageWorld> => {
  const upstream = await startProcess(upstreamScript, 'demo', '0', '1');
  const { folder, client, settingsFile, cartOf } = writeRunFiles(upstream);
  const { sandboxUrl = '' } = upstream.where;

  const startOne = async (port: number): Promise<Gateway> => {
    const link = await startTcpProxy(port);
    const file = settingsFile({
      REDIS_URL: `redis://127.0.0.1:${link.port}`,
      JOURNAL_REDIS_URL: options.journalUrl,
      RESERVE_LOOK_UP: options.lookUp,
      ...options.environment,
    });
    const start = () => startProcess(gatewayScript, file, options.times);
    let running = await start();
    return {
      link,
      url: () => running.where.baseUrl ?? '',
      process: () => running,
      async restart() {
        await running.kill();
        running = await start();
      },
    };
  };

  const gateways = await Promise.all(options.redisPorts.map(startOne));
  return {
    clientId: client.clientId,
    apiKey: client.apiKey,
    sandboxUrl,
    gateways,
    cartOf,
    async executions(cart) {
      const ledger = (await (await fetch(`${sandboxUrl}/_sandbox/ledger`)).json()) as LedgerEntry[];
      return ledger.filter(({ operation, cartId }) => operation === 'reserve' && cartId === cart).length;
    },
    async script(scenario, times, delayMs = 0) {
      await fetch(`${sandboxUrl}/_sandbox/scenarios`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ operation: 'reserve', scenario, times, delayMs }),
      });
    },
    async close() {
      for (const { link, process } of gateways) {
        process().resume();
        await process().kill();
        await link.close();
      }
      await upstream.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
