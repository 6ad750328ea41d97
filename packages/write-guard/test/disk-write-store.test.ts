/** The write store on disk across restarts: the same memory on a clock that goes on, whatever the wall clock did meanwhile. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { walkCanary } from '../src/canary.ts';
import { defaultProtocolTimes } from '../src/protocol/record.ts';
import type { Begun, SendClaim, Subject, WriteStore } from '../src/protocol/store.ts';
import { type DiskRecordLog, openDiskRecordLog } from '../src/stores/disk-record-log.ts';
import { createMemoryWriteStore } from '../src/stores/memory-store.ts';
import { openFolder } from './support/folder.ts';

const folder = openFolder();
const logs: DiskRecordLog[] = [];
afterEach(() => {
  for (const log of logs.splice(0)) log.close();
});
afterAll(() => folder.remove());

const { settleMs, leaseMs, recordTtlMs } = defaultProtocolTimes;
const hourMs = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);
const cart: Subject = { clientId: 'acme', operation: 'reserve', subject: 'cart' };

/** A life of a process on a file: its wall clock begins where it is told to. */
const startLife = (file: string, wallMs: number) => {
  let nowMs = wallMs;
  let writes = 0;
  const log = openDiskRecordLog(file);
  logs.push(log);
  const write: DiskRecordLog['write'] = (changes) => {
    writes += 1;
    log.write(changes);
  };
  const store = createMemoryWriteStore({ nowMs: () => nowMs, log: { load: log.load, write } });
  return {
    store,
    log,
    writes: () => writes,
    pass: (ms: number) => {
      nowMs += ms;
    },
    /** As far as the file can tell, a kill: what is under way stays as it is. */
    end: () => log.close(),
  };
};

const tokenOf = (store: WriteStore) => {
  const { memoryId, nowMs = 0 } = store.stamp('acme');
  return { memoryId, issuedAtMs: nowMs };
};

const begin = (store: WriteStore, subject = cart, token = tokenOf(store)): Promise<Begun> =>
  store.begin(subject, {
    attemptId: randomUUID(),
    recordKey: `key of ${subject.subject}`,
    keyed: true,
    fingerprint: 'print',
    requestId: 'request',
    context: 'sealed',
    token,
  });

const claim = async (store: WriteStore, subject = cart): Promise<SendClaim> => {
  const begun = await begin(store, subject);
  if (begun.kind !== 'claimed') throw new Error(begun.kind);
  return begun.claim;
};
const no = { outcome: 'not_executed', answer: 'sealed no', decidedBy: 'read' } as const;
const lease = { leaseMs: 15_000, limit: 5 };

describe('the write store on disk', () => {
  it('is the same memory after a restart on its file, and another on a new one', async () => {
    const file = folder.newFile();
    const first = startLife(file, noon);
    first.pass(9_000);
    const token = tokenOf(first.store);
    first.end();
    const second = startLife(file, noon + hourMs);
    expect(second.store.stamp('acme').memoryId).toBe(token.memoryId);
    expect(await begin(second.store, cart, token)).toMatchObject({ kind: 'claimed' });
    const other = startLife(folder.newFile(), noon + hourMs);
    expect(other.store.stamp('acme').memoryId).not.toBe(token.memoryId);
    expect(await begin(other.store, cart, token)).toMatchObject({ kind: 'unsettled', cause: 'first' });
  });

  it.each([
    ['on time', 0],
    ['an hour ahead', hourMs],
    ['an hour behind', -hourMs],
    ['a year ahead', 365 * 24 * hourMs],
    ['at the beginning of time', -noon],
  ])('goes on with its time and its records when the wall clock is %s', async (_name, stepMs) => {
    const file = folder.newFile();
    const first = startLife(file, noon);
    const sent = await claim(first.store);
    await first.store.toSend(cart, sent);
    first.pass(5_000);
    await first.store.finish(cart, { ...sent, outcome: 'executed', answer: 'sealed yes', reference: '42' });
    const lastMs = first.store.stamp('acme').nowMs ?? 0;
    first.end();
    const second = startLife(file, noon + stepMs);
    expect(second.store.stamp('acme').nowMs).toBe(lastMs);
    expect(await begin(second.store)).toMatchObject({ kind: 'replay', answer: 'sealed yes' });
    second.pass(recordTtlMs - 1);
    expect(await second.store.readOp(cart)).toMatchObject({ state: 'DONE' });
    second.pass(1);
    expect(await second.store.readOp(cart)).toBeUndefined();
  });

  it('never sends again what was being sent when its process ended, and looks it up at once', async () => {
    const file = folder.newFile();
    const first = startLife(file, noon);
    await first.store.toSend(cart, await claim(first.store));
    first.end();
    const second = startLife(file, noon);
    expect(await begin(second.store)).toMatchObject({ kind: 'unknown', sameRequest: true });
    expect(await second.store.takeDue('acme', lease)).toMatchObject([{ subject: 'cart', tries: 1 }]);
  });

  it('believes a "no" only of a read the settle time after the restart', async () => {
    const file = folder.newFile();
    const first = startLife(file, noon);
    const sent = await claim(first.store);
    await first.store.toSend(cart, sent);
    first.pass(settleMs + 1);
    first.end();
    const second = startLife(file, noon + hourMs);
    const settle = () =>
      second.store.settle(cart, { ...sent, ...no, readAtMs: second.store.stamp('acme').nowMs ?? 0 });
    second.pass(settleMs - 1);
    expect(await settle()).toEqual({ kind: 'too_early' });
    second.pass(1);
    expect(await settle()).toEqual({ kind: 'done' });
  });

  it('frees at once what was only claimed when its process ended', async () => {
    const file = folder.newFile();
    const first = startLife(file, noon);
    const { attemptId } = await claim(first.store);
    first.end();
    const second = startLife(file, noon);
    expect(await second.store.takeDue('acme', lease)).toMatchObject([{ op: { state: 'CLAIMED' } }]);
    expect(await begin(second.store)).toMatchObject({ kind: 'claimed', tookOver: attemptId });
  });

  it('is settled after a restart if it was before, and waits anew if it was not', async () => {
    const file = folder.newFile();
    const first = startLife(file, noon);
    first.pass(settleMs - 1);
    first.end();
    const second = startLife(file, noon);
    expect((await second.store.prepare('acme')).settledInMs).toBe(settleMs);
    second.pass(settleMs);
    await second.store.takeDue('acme', lease);
    second.end();
    expect((await startLife(file, noon).store.prepare('acme')).settledInMs).toBe(0);
  });

  it('has no record from before whose time is still to come, at whatever moment its process ends', async () => {
    const file = folder.newFile();
    let wallMs = noon;
    for (let life = 0; life < 12; life += 1) {
      const { store, pass, end } = startLife(file, wallMs);
      const subject = { ...cart, subject: `cart ${life}` };
      pass(life * 1_700);
      const sent = await claim(store, subject);
      pass(life * 300);
      await store.toSend(subject, sent);
      if (life % 3 === 0) await store.markUnknown(subject, sent);
      pass(life * 700);
      end();
      wallMs -= hourMs;
      const next = startLife(file, wallMs);
      const { nowMs = 0 } = next.store.stamp('acme');
      const op = await next.store.readOp(subject);
      expect(op?.sentAtMs).toBeGreaterThan(0);
      expect(op?.sentAtMs).toBeLessThanOrEqual(nowMs);
      expect(op?.leaseUntilMs).toBeLessThanOrEqual(Math.max(nowMs, (op?.sentAtMs ?? 0) + leaseMs));
      next.end();
    }
  });

  it('writes down that time passes every ten seconds, however often it is looked at', async () => {
    const { store, pass, writes } = startLife(folder.newFile(), noon);
    const before = writes();
    for (let second = 0; second < 60; second += 1) {
      await store.takeDue('acme', lease);
      await store.takeDue('rival', lease);
      await begin(store, cart, { memoryId: '', issuedAtMs: 1 });
      pass(1_000);
    }
    expect(writes() - before).toBeLessThanOrEqual(6);
  });

  it('drops from the file what has expired, while it runs and when it starts', async () => {
    const file = folder.newFile();
    const rowsLeft = (): number => {
      const log = openDiskRecordLog(file);
      const kept = log.load().filter(({ table }) => table !== 'epoch');
      log.close();
      return kept.length;
    };
    const first = startLife(file, noon);
    for (let index = 0; index < 10; index += 1)
      await claim(first.store, { ...cart, subject: `cart ${index}` });
    first.end();
    expect(rowsLeft()).toBe(30);
    const second = startLife(file, noon);
    second.pass(recordTtlMs);
    for (let index = 0; index < 100; index += 1) await walkCanary(second.store);
    second.end();
    expect(rowsLeft()).toBe(0);
    const third = startLife(file, noon);
    await claim(third.store);
    third.pass(recordTtlMs);
    await third.store.takeDue('acme', lease);
    third.end();
    startLife(file, noon).end();
    expect(rowsLeft()).toBe(0);
  });
});
