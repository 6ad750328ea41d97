/** Bookings from reserve to cancel while gateways, relays and Redis are killed, and what their partner's endpoint was told of them. */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEntry } from '@partner-gateway/sandbox';
import { startCrew, startProcess } from '../../../write-guard/test/crash/processes.ts';
import { createRandom } from '../../../write-guard/test/crash/random.ts';
import { startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { writeRunFiles } from './settings.ts';
import { bookThrough } from './whole-booking.ts';

const scripts = {
  gateway: new URL('./gateway-process.ts', import.meta.url),
  relay: new URL('./relay-process.ts', import.meta.url),
  upstream: new URL('./upstream-process.ts', import.meta.url),
};

export type RelayRun = {
  readonly bookings: number;
  readonly partners: number;
  /** How often a process is killed and started again. */
  readonly kills: { readonly gateway: number; readonly relay: number; readonly redis: number };
  readonly appendfsync: 'always' | 'everysec';
  readonly seed: number;
};

export type RelayReport = {
  readonly bookings: number;
  readonly seconds: number;
  /** Changes that 12go executed. */
  readonly changes: number;
  readonly deliveries: number;
  readonly repeated: number;
  /** Changes that the endpoint was never told. */
  readonly lost: number;
  /** Bookings whose changes came in another order. */
  readonly outOfOrder: number;
  /** Deliveries that repeat an id with another content. */
  readonly differingRepeats: number;
  /** Statuses that were told and never were so. */
  readonly untrue: number;
};

const statusAfter = { reserve: 'reserved', confirm: 'approved', refund: 'cancelled' } as const;
const quietMs = 8_000;
const patienceMs = 120_000;

const changesOf = (ledger: readonly LedgerEntry[]): Map<string, string[]> => {
  const changes = new Map<string, string[]>();
  for (const { operation, bid } of ledger) {
    if (bid === null || !(operation in statusAfter)) continue;
    const own = changes.get(String(bid)) ?? [];
    changes.set(String(bid), [...own, statusAfter[operation as keyof typeof statusAfter]]);
  }
  return changes;
};

/** Each event once, in the order of its first delivery. */
const toldOf = (receiver: Receiver) => {
  const bodies = new Map<unknown, string>();
  const told = new Map<string, string[]>();
  let differingRepeats = 0;
  for (const { headers, body } of receiver.got) {
    const id = headers['webhook-id'];
    const before = bodies.get(id);
    if (before !== undefined && before !== body) differingRepeats += 1;
    if (before !== undefined) continue;
    bodies.set(id, body);
    const { booking_id: bookingId, status } = JSON.parse(body) as Record<string, string>;
    const bid = /\d+/.exec(bookingId ?? '')?.[0] ?? '';
    told.set(bid, [...(told.get(bid) ?? []), status ?? '']);
  }
  return { told, differingRepeats, ids: bodies.size };
};

/** Whether the one is the other with some left out. */
const isWithin = (some: readonly string[], all: readonly string[]): boolean => {
  let at = 0;
  for (const one of all) if (one === some[at]) at += 1;
  return at === some.length;
};

const judge = (ledger: readonly LedgerEntry[], receiver: Receiver) => {
  const changes = changesOf(ledger);
  const { told, differingRepeats, ids } = toldOf(receiver);
  let [lost, outOfOrder, untrue] = [0, 0, 0];
  for (const [bid, expected] of changes) {
    const own = told.get(bid) ?? [];
    lost += expected.filter((status) => !own.includes(status)).length;
    untrue += own.filter((status) => !expected.includes(status)).length;
    if (
      !isWithin(
        own.filter((status) => expected.includes(status)),
        expected,
      )
    )
      outOfOrder += 1;
  }
  for (const [bid, own] of told) if (!changes.has(bid)) untrue += own.length;
  return {
    changes: [...changes.values()].flat().length,
    deliveries: receiver.got.length,
    repeated: receiver.got.length - ids,
    lost,
    outOfOrder,
    differingRepeats,
    untrue,
  };
};

/** Kills all through the work, at moments that the seed gives. */
const killDuring = async (
  work: Promise<unknown>,
  blows: readonly (() => Promise<void>)[],
  paceMs: () => number,
): Promise<void> => {
  let isOver = false;
  const ended = work.finally(() => {
    isOver = true;
  });
  for (const blow of blows) {
    await sleep(paceMs());
    await blow();
    if (isOver) break;
  }
  await ended;
};

/** Plays it; resolves to what was told against what happened. */
export const relayRun = async (run: RelayRun): Promise<RelayReport> => {
  const random = createRandom(run.seed);
  const receiver = await startReceiver();
  const redis = await startRedisServer({ args: ['--appendonly', 'yes', '--appendfsync', run.appendfsync] });
  const upstream = await startProcess(scripts.upstream, 'demo', '0', String(run.seed));
  const files = writeRunFiles(upstream, {
    settings: { webhook: { url: receiver.url, auth_header: 'x-hook-key', secret_ref: 'hooks/demo' } },
    secrets: { 'hooks/demo': 'a word' },
  });
  const settingsFile = files.settingsFile({
    REDIS_URL: redis.url,
    REDIS_NODES: '1',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    WEBHOOK_RETRY_SECONDS: '1,1,1,1,1,1,1,1,1,1',
    SHED_SEARCH_DELAY_MS: '5000',
    SHED_ALL_DELAY_MS: '10000',
  });
  const gateways = await startCrew(2, () => startProcess(scripts.gateway, settingsFile));
  const relays = await startCrew(2, () => startProcess(scripts.relay, settingsFile));
  const startedMs = performance.now();
  const ledgerNow = async (): Promise<readonly LedgerEntry[]> =>
    (await (await fetch(`${upstream.where.sandboxUrl}/_sandbox/ledger`)).json()) as readonly LedgerEntry[];

  let next = 0;
  const partner = async (): Promise<void> => {
    while (next < run.bookings) {
      next += 1;
      const at = next;
      await bookThrough(files.client, {
        cart: at,
        baseUrl: () => gateways.baseUrl(random() < 0.5 ? 0 : 1),
        cancels: at % 2 === 0,
      });
    }
  };
  const blows = [
    ...Array.from({ length: run.kills.gateway }, (_, index) => () => gateways.replace(index % 2)),
    ...Array.from({ length: run.kills.relay }, (_, index) => () => relays.replace(index % 2)),
    ...Array.from({ length: run.kills.redis }, () => async () => {
      await redis.kill();
      await redis.start();
    }),
  ]
    .map((blow) => ({ blow, at: random() }))
    .toSorted((one, two) => one.at - two.at)
    .map(({ blow }) => blow);

  try {
    const work = Promise.all(Array.from({ length: run.partners }, partner));
    await killDuring(work, blows, () => 200 + random() * 400);
    const giveUpAtMs = performance.now() + patienceMs;
    let settled = { told: -1, sinceMs: performance.now() };
    // Over when nothing has come for a while: longer than a lease that a killed relay left behind.
    while (performance.now() < giveUpAtMs) {
      await sleep(500);
      const told = receiver.got.length;
      if (told !== settled.told) settled = { told, sinceMs: performance.now() };
      const { lost } = judge(await ledgerNow(), receiver);
      if (performance.now() - settled.sinceMs > (lost === 0 ? 2_000 : quietMs + 30_000)) break;
    }
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    return { bookings: run.bookings, seconds, ...judge(await ledgerNow(), receiver) };
  } finally {
    await Promise.all([gateways.kill(), relays.kill(), upstream.kill()]);
    await redis.remove();
    await receiver.close();
    rmSync(files.folder, { recursive: true, force: true });
  }
};
