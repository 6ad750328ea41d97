/** The outbox in memory, on disk and in Redis keeps the same promises, and a guard tells it every change of a write. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWriteGuard } from '../src/guard.ts';
import { comparePositions, type Outbox, type WriteChange } from '../src/outbox.ts';
import { textAnswers } from '../src/outcome-recorder.ts';
import type { OutboxBounds } from '../src/protocol/notices.ts';
import type { WriteStore } from '../src/protocol/store.ts';
import { createRedisOutbox } from '../src/redis/redis-outbox.ts';
import { createRedisWriteStore } from '../src/redis/redis-store.ts';
import { openDiskRecordLog } from '../src/stores/disk-record-log.ts';
import { createMemoryOutbox } from '../src/stores/lone-outbox.ts';
import { createMemoryWriteStore } from '../src/stores/memory-store.ts';
import { createVault } from '../src/vault.ts';
import { openFolder } from './support/folder.ts';
import { useSharedStore } from './support/shared-redis.ts';
import { NotSent } from './support/upstream-ledger.ts';

type Stores = { readonly store: WriteStore; readonly outbox: Outbox };

const redis = useSharedStore();
const folder = openFolder();

const makers: Readonly<Record<string, (outbox?: Partial<OutboxBounds>) => Stores>> = {
  memory: (outbox = {}) => {
    const store = createMemoryWriteStore({ outbox });
    return { store, outbox: store.outbox };
  },
  disk: (outbox = {}) => {
    const store = createMemoryWriteStore({ outbox, log: openDiskRecordLog(folder.newFile()) });
    return { store, outbox: store.outbox };
  },
  redis: (outbox = {}) => ({
    store: createRedisWriteStore(redis(), { outbox, commandLimitMs: 5_000 }),
    outbox: createRedisOutbox(redis(), outbox),
  }),
};

const textsOf = (entries: readonly { readonly text: string }[]): string[] => entries.map(({ text }) => text);
const newClient = (): string => `client-${randomUUID().slice(0, 8)}`;
const textsUpTo = (count: number): { text: string }[] =>
  Array.from({ length: count }, (_, index) => ({ text: `text ${index}` }));
const status = (is: string) => ({ text: is, state: { of: 'booking 17', is } });

describe.each(Object.entries(makers))('the outbox of the %s store', (_name, make) => {
  it('gives a reader every entry once, in order, and begins again where nothing was acknowledged', async () => {
    const { outbox } = make();
    const clientId = newClient();
    await outbox.append(clientId, textsUpTo(5));
    const first = outbox.reader('mail', 'one');
    expect(await first.hold(clientId, 60_000)).toBe(true);
    const [one, two, ...rest] = [...(await first.take(clientId, 3)), ...(await first.take(clientId, 3))];
    expect(textsOf([one, two, ...rest].filter((entry) => entry !== undefined))).toEqual(
      textsOf(textsUpTo(5)),
    );
    expect(await first.take(clientId, 3)).toEqual([]);
    await first.acknowledge(clientId, [one?.position ?? '', rest[0]?.position ?? '']);
    expect((await first.backlog(clientId)).entries).toBe(3);
    await first.letGo(clientId);

    const second = outbox.reader('mail', 'two');
    await second.hold(clientId, 60_000);
    await outbox.append(clientId, [{ text: 'later' }]);
    const again = [...(await second.take(clientId, 10)), ...(await second.take(clientId, 10))];
    expect(textsOf(again)).toEqual(['text 1', 'text 3', 'text 4', 'later']);
  });

  it('lets one reader of a group have a client at a time, and each group all of it', async () => {
    const { outbox } = make();
    const clientId = newClient();
    await outbox.append(clientId, textsUpTo(2));
    const [one, two, other] = [
      outbox.reader('mail', 'one'),
      outbox.reader('mail', 'two'),
      outbox.reader('ledger', 'two'),
    ];
    expect([await one.hold(clientId, 60_000), await two.hold(clientId, 60_000)]).toEqual([true, false]);
    expect(await two.take(clientId, 10)).toEqual([]);
    expect([await one.hold(clientId, 60_000), await other.hold(clientId, 60_000)]).toEqual([true, true]);
    expect(await other.take(clientId, 10)).toHaveLength(2);
    expect(await one.take(clientId, 10)).toHaveLength(2);
    await two.letGo(clientId);
    expect(await two.hold(clientId, 60_000)).toBe(false);
    await one.letGo(clientId);
    expect(await two.hold(clientId, 60_000)).toBe(true);
  });

  it('gives all entries after a position, whatever groups have read', async () => {
    const { outbox } = make();
    const clientId = newClient();
    await outbox.append(clientId, textsUpTo(4));
    const all = await outbox.readAfter(clientId, '0-0', 10);
    expect(textsOf(all)).toEqual(textsOf(textsUpTo(4)));
    expect(all.map(({ position }) => position).toSorted(comparePositions)).toEqual(
      all.map(({ position }) => position),
    );
    const after = await outbox.readAfter(clientId, all[1]?.position ?? '', 1);
    expect(textsOf(after)).toEqual(['text 2']);
    expect(await outbox.readAfter(newClient(), '0-0', 10)).toEqual([]);
  });

  it('tells a state once, with the one before it, and nothing that was overtaken', async () => {
    const { outbox } = make();
    const clientId = newClient();
    const startMs = (await outbox.nowMs(clientId)) - 10_000;
    expect(await outbox.learn(clientId, status('reserved'), startMs)).toBe('told');
    expect(await outbox.learn(clientId, status('approved'), startMs + 20)).toBe('told');
    expect(await outbox.learn(clientId, status('approved'), startMs + 30)).toBe('known');
    expect(await outbox.learn(clientId, status('reserved'), startMs + 25)).toBe('stale');
    expect(await outbox.learn(clientId, status('cancelled'), startMs + 30)).toBe('stale');
    expect(await outbox.learn(clientId, status('cancelled'), startMs + 31)).toBe('told');
    const told = (await outbox.readAfter(clientId, '0-0', 10)).map(({ text, previous }) => [previous, text]);
    expect(told).toEqual([
      [undefined, 'reserved'],
      ['reserved', 'approved'],
      ['approved', 'cancelled'],
    ]);
  });

  it('notes a first state quietly where it is asked to, and tells what it becomes', async () => {
    const { outbox } = make();
    const clientId = newClient();
    const startMs = (await outbox.nowMs(clientId)) - 10_000;
    const quiet = (is: string) => ({ text: is, state: { of: 'booking 17', is, quietly: true } });
    expect(await outbox.learn(clientId, quiet('approved'), startMs)).toBe('known');
    expect(await outbox.readAfter(clientId, '0-0', 10)).toEqual([]);
    expect(await outbox.learn(clientId, quiet('cancelled'), startMs + 1)).toBe('told');
    expect(await outbox.readAfter(clientId, '0-0', 10)).toMatchObject([
      { text: 'cancelled', previous: 'approved' },
    ]);
  });

  it('takes a state that cannot follow the known one for an older copy', async () => {
    const { outbox } = make();
    const clientId = newClient();
    const startMs = (await outbox.nowMs(clientId)) - 10_000;
    const reserved = {
      text: 'reserved',
      state: { of: 'booking 17', is: 'reserved', notAfter: ['approved', 'cancelled'] },
    };
    expect(await outbox.learn(clientId, reserved, startMs)).toBe('told');
    expect(await outbox.learn(clientId, status('approved'), startMs + 1)).toBe('told');
    expect(await outbox.learn(clientId, reserved, startMs + 2)).toBe('known');
    expect(await outbox.learn(clientId, status('approved'), startMs + 3)).toBe('known');
    expect(await outbox.learn(clientId, status('failed'), startMs + 4)).toBe('told');
    expect(await outbox.learn(clientId, reserved, startMs + 5)).toBe('told');
  });

  it('tells each state of any reads in the order in which they were so', async () => {
    const { outbox } = make();
    const read = fc.record({ is: fc.constantFrom('a', 'b', 'c'), atMs: fc.integer({ min: 1, max: 9 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(read, { maxLength: 12 }), async (reads) => {
        const clientId = newClient();
        const startMs = (await outbox.nowMs(clientId)) - 60_000;
        for (const { is, atMs } of reads) await outbox.learn(clientId, status(is), startMs + atMs);
        const told = await outbox.readAfter(clientId, '0-0', 100);
        for (const [index, { text, previous }] of told.entries()) {
          expect(previous).toBe(told[index - 1]?.text);
          expect(text).not.toBe(previous);
        }
        const latestMs = Math.max(0, ...reads.map(({ atMs }) => atMs));
        const [first] = reads.filter(({ atMs }) => atMs === latestMs);
        if (first !== undefined) expect(told.at(-1)?.text).toBe(first.is);
      }),
      { numRuns: 40 },
    );
  });

  it('is bounded, and counts what no group will read any more', async () => {
    const { outbox, store } = make({ entriesMax: 5 });
    const clientId = newClient();
    const reader = outbox.reader('mail', 'one');
    await outbox.append(clientId, textsUpTo(1));
    await reader.hold(clientId, 60_000);
    const [read] = await reader.take(clientId, 1);
    await reader.acknowledge(clientId, [read?.position ?? '']);
    for (const notice of textsUpTo(9)) await outbox.append(clientId, [notice]);
    // In memory what is too much goes now and then, with the records.
    for (let step = 0; step < 256; step += 1)
      await store.markUnknown({ clientId, operation: 'o', subject: 's' }, { attemptId: 'a', fence: 1 });
    expect(await outbox.readAfter(clientId, '0-0', 100)).toHaveLength(5);
    expect((await reader.backlog(clientId)).dropped).toBe(4);
    expect((await reader.backlog(clientId)).entries).toBe(5);
  });

  it('has every change of a guarded write, told in the step that made it', async () => {
    const { store, outbox } = make();
    const clientId = newClient();
    const guard = createWriteGuard({
      store,
      vault: createVault(Buffer.alloc(32, 1)),
      codec: textAnswers,
      isNotSent: (error) => error instanceof NotSent,
      noticesOf: (change: WriteChange<string>) => [
        {
          text: [change.subject.subject, change.kind, 'outcome' in change ? change.outcome : ''].join(' '),
        },
      ],
    });
    const stamp = await guard.stampToken(clientId);
    const write = (
      subject: string,
      send: () => Promise<{ outcome: 'executed' | 'not_executed'; answer: string }>,
    ) =>
      guard.run({
        clientId,
        operation: 'pay',
        subject,
        token: stamp,
        fingerprint: subject,
        requestId: 'request',
        beforeSend: () => (subject === 'refused' ? Promise.reject(new Error('no')) : Promise.resolve()),
        send,
        lookUp: async () => ({ says: 'unknowable' }),
      });
    await write('paid', async () => ({ outcome: 'executed', answer: '' }));
    await write('declined', async () => ({ outcome: 'not_executed', answer: '' }));
    await expect(write('unsent', () => Promise.reject(new NotSent()))).rejects.toThrow();
    await expect(write('refused', () => Promise.reject(new Error('never')))).rejects.toThrow('no');
    await write('silent', () => Promise.reject(new Error('reset')));
    await guard.settle(
      { clientId, operation: 'pay', subject: 'silent' },
      { outcome: 'executed', answer: '' },
    );
    expect(textsOf(await outbox.readAfter(clientId, '0-0', 100))).toEqual([
      'paid sending ',
      'paid concluded executed',
      'declined sending ',
      'declined concluded not_executed',
      'unsent sending ',
      'unsent not_sent ',
      'silent sending ',
      'silent concluded executed',
    ]);
  });
});

describe('an outbox of another name', () => {
  it.each([
    ['memory', () => createMemoryOutbox()],
    ['redis', () => createRedisOutbox(redis(), { name: 'inbox' })],
  ] as const)('is one of its own in %s', async (_kind, make) => {
    const clientId = newClient();
    const outbox = make();
    await outbox.append(clientId, textsUpTo(2));
    const reader = outbox.reader('mail', 'one');
    await reader.hold(clientId, 60_000);
    expect(textsOf(await reader.take(clientId, 10))).toEqual(['text 0', 'text 1']);
    expect(await createRedisOutbox(redis()).readAfter(clientId, '0-0', 10)).toEqual([]);
  });

  it('lets go what is too much at once', async () => {
    const outbox = createMemoryOutbox({ entriesMax: 2 });
    await outbox.append('acme', textsUpTo(5));
    expect(textsOf(await outbox.readAfter('acme', '0-0', 10))).toEqual(['text 3', 'text 4']);
  });
});

describe('the outbox on disk', () => {
  it('goes on after a restart with what was not acknowledged, and with the states that were told', async () => {
    const file = folder.newFile();
    const clientId = newClient();
    const log = openDiskRecordLog(file);
    const before = createMemoryWriteStore({ log }).outbox;
    await before.append(clientId, textsUpTo(3));
    const toldAtMs = await before.nowMs(clientId);
    await before.learn(clientId, status('reserved'), toldAtMs);
    const reader = before.reader('mail', 'one');
    await reader.hold(clientId, 60_000);
    const [first, second] = await reader.take(clientId, 2);
    await reader.acknowledge(clientId, [second?.position ?? '']);
    log.close();

    const after = createMemoryWriteStore({ log: openDiskRecordLog(file) }).outbox;
    const next = after.reader('mail', 'one');
    await next.hold(clientId, 60_000);
    expect(textsOf(await next.take(clientId, 10))).toEqual([first?.text, 'text 2', 'reserved']);
    await after.append(clientId, [{ text: 'new' }]);
    expect((await after.readAfter(clientId, '0-0', 10)).at(-1)?.text).toBe('new');
    // The clock of the machine may have been set back between the two.
    const readAtMs = Math.max(await after.nowMs(clientId), toldAtMs) + 5;
    expect(await after.learn(clientId, status('reserved'), readAtMs)).toBe('known');
  });
});
