/** Whole gateways as what a crash run tries: their neighbours, the settings that they share, and the partner who books. */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEntry } from '@partner-gateway/sandbox';
import type { RedisPlace } from '@partner-gateway/write-guard/redis';
import { startProcess } from '../../../write-guard/test/crash/processes.ts';
import type { StartTarget } from '../../../write-guard/test/crash/target.ts';
import { startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { createPartner } from './partner.ts';
import { writeRunFiles } from './settings.ts';
import { quietMs } from './times.ts';

const scripts = {
  gateway: new URL('./gateway-process.ts', import.meta.url),
  recipe: new URL('./recipe-process.ts', import.meta.url),
  upstream: new URL('./upstream-process.ts', import.meta.url),
};

const readJson = async <Value>(url: string): Promise<Value> => (await (await fetch(url)).json()) as Value;

const countReserves = (ledger: readonly LedgerEntry[]): ReadonlyMap<string, number> => {
  const executions = new Map<string, number>();
  for (const { operation, cartId } of ledger) {
    if (operation === 'reserve' && cartId !== null) executions.set(cartId, (executions.get(cartId) ?? 0) + 1);
  }
  return executions;
};

/** Where a gateway finds its records; beside a cluster the journal has a server to itself. */
const placeSettings = (place: RedisPlace, journalUrl: string): Readonly<Record<string, string>> =>
  place.kind === 'cluster'
    ? {
        REDIS_CLUSTER: place.nodes.map(({ host, port }) => `${host}:${port}`).join(','),
        JOURNAL_REDIS_URL: journalUrl,
      }
    : { REDIS_URL: place.url ?? '' };

/** Behind `simple` and `lease` are the recipes that the gateway replaces. */
export const gatewayTarget =
  (recipe: 'gateway' | 'simple' | 'lease'): StartTarget =>
  async ({ redis, processes, faultShare, seed }) => {
    const upstream = await startProcess(scripts.upstream, 'demo', String(faultShare), String(seed));
    const { sandboxUrl = '', faultsUrl = '' } = upstream.where;
    const { folder, client, ...files } = writeRunFiles(upstream);
    const journal = await startRedisServer();
    const settingsFiles = Array.from({ length: processes }, (_, index) =>
      files.settingsFile({
        ...placeSettings(redis.place(index), journal.url),
        REDIS_NODES: String(redis.nodes),
      }),
    );
    return {
      timeScale: 1,
      clientIds: [client.clientId],
      startProcess: (index) =>
        recipe === 'gateway'
          ? startProcess(scripts.gateway, settingsFiles[index] ?? '')
          : startProcess(scripts.recipe, settingsFiles[index] ?? '', recipe),
      bookOne: createPartner(client, recipe === 'gateway' ? files.cartOf : (token) => token),
      async executions() {
        await sleep(quietMs);
        return countReserves(await readJson(`${sandboxUrl}/_sandbox/ledger`));
      },
      faults: () => readJson(faultsUrl),
      async close() {
        await upstream.kill();
        await journal.remove();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  };
