/** Whole gateways as what a crash run tries: their neighbours, the settings that they share, and the partner who books. */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEntry } from '@partner-gateway/sandbox';
import { startProcess } from '../../../write-guard/test/crash/processes.ts';
import type { StartTarget } from '../../../write-guard/test/crash/target.ts';
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

/** Behind `simple` and `lease` are the recipes that the gateway replaces. */
export const gatewayTarget =
  (recipe: 'gateway' | 'simple' | 'lease'): StartTarget =>
  async ({ redis, processes, faultShare, seed }) => {
    const upstream = await startProcess(scripts.upstream, 'demo', String(faultShare), String(seed));
    const { sandboxUrl = '', faultsUrl = '' } = upstream.where;
    const { folder, client, ...files } = writeRunFiles(upstream);
    const settingsFiles = Array.from({ length: processes }, (_, index) =>
      files.settingsFile({ REDIS_URL: redis.linkUrl(index), REDIS_NODES: String(redis.nodes) }),
    );
    return {
      timeScale: 1,
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
        rmSync(folder, { recursive: true, force: true });
      },
    };
  };
