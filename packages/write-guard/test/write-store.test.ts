/** The Lua scripts, the in-memory store and the one on disk are one machine: any sequence of steps gets the same replies. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outbox } from '../src/outbox.ts';
import { type SendClaim, StoreUnavailable, type Subject, type WriteStore } from '../src/protocol/store.ts';
import { createRedisOutbox } from '../src/redis/redis-outbox.ts';
import { createRedisWriteStore } from '../src/redis/redis-store.ts';
import { toWriteKeys } from '../src/redis/replies.ts';
import { type DiskRecordLog, openDiskRecordLog } from '../src/stores/disk-record-log.ts';
import { createMemoryWriteStore, type MemoryWriteStore } from '../src/stores/memory-store.ts';
import { openFolder } from './support/folder.ts';
import { useSharedStore } from './support/shared-redis.ts';

const leapMs = [31_000, 130_000] as const;

/** Moves every stored time of one client into the past, which is the same as waiting. */
const ageLua = `
local by = tonumber(ARGV[1])
local function age(key, ...)
  for _, field in ipairs({...}) do
    local value = tonumber(redis.call('HGET', key, field) or '0')
    if value > 0 then redis.call('HSET', key, field, string.format('%.0f', value - by)) end
  end
end
age(KEYS[1], 'since', 'steady')
age(KEYS[4], 'at')
for _, member in ipairs(ARGV) do
  if member ~= ARGV[1] then
    age(KEYS[2] .. member, 'leaseUntilMs', 'sentAtMs')
    if redis.call('ZSCORE', KEYS[3], member) then redis.call('ZINCRBY', KEYS[3], -by, member) end
  end
end
return 'OK'`;

type Command =
  | {
      do: 'begin';
      attempt: number;
      key: number;
      print: number;
      keyed: boolean;
      issued: 'none' | 'new' | 'old' | 'aged' | 'ahead' | 'foreign' | 'nobodys';
      no: boolean;
    }
  | { do: 'toSend' | 'markUnknown' | 'release'; attempt: number | 'last' }
  | { do: 'finish' | 'settle'; attempt: number | 'last'; executed: boolean; byRead: boolean }
  | { do: 'leap'; ms: number }
  | { do: 'readOp' | 'readIdem' | 'takeDue' | 'defer' | 'unsettled' | 'forget' };

const attempt = fc.nat(2);
/** Mostly the attempt that claimed last, so that sequences get far; sometimes a stranger. */
const holder = fc.constantFrom<number | 'last'>('last', 'last', 'last', 'last', 0, 1, 2);
const key = fc.nat(1);
const commands = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('begin' as const),
      attempt,
      key,
      print: fc.constantFrom(0, 0, 0, 1),
      keyed: fc.constantFrom(true, true, false),
      issued: fc.constantFrom(
        'new' as const,
        'new' as const,
        'new' as const,
        'old' as const,
        'aged' as const,
        'ahead' as const,
        'foreign' as const,
        'nobodys' as const,
        'none' as const,
      ),
      no: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('toSend' as const, 'toSend' as const, 'markUnknown' as const, 'release' as const),
      attempt: holder,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('finish' as const, 'settle' as const),
      attempt: holder,
      executed: fc.boolean(),
      byRead: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leap' as const), ms: fc.constantFrom(...leapMs) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'readOp' as const,
        'readIdem' as const,
        'takeDue' as const,
        'defer' as const,
        'unsettled' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const) }) },
);

const everyReply = [
  'already_done',
  'claimed',
  'done',
  'key_reused',
  'lost',
  'memory_unknown',
  'read_first',
  'released',
  'replay',
  'running',
  'sending',
  'split',
  'superseded',
  'too_early',
  'uncovered',
  'unknown',
  'unsettled',
];

const probe = {
  attemptId: 'probe',
  recordKey: 'probe',
  keyed: true,
  fingerprint: 'probe',
  requestId: 'probe',
  context: '',
};

const beginAs = (attempt: number, key: number, no = false): Command => ({
  do: 'begin',
  attempt,
  key,
  print: 0,
  keyed: true,
  issued: 'new',
  no,
});
const conclude = (what: 'finish' | 'settle', executed: boolean): Command => ({
  do: what,
  attempt: 'last',
  executed,
  byRead: true,
});
const last = (what: 'toSend' | 'markUnknown'): Command => ({ do: what, attempt: 'last' });

/** Read too early, settled "no", tried again under another key after a read, executed, replayed under both. */
const wholeStory: Command[] = [
  beginAs(0, 0),
  last('toSend'),
  last('markUnknown'),
  conclude('settle', false),
  { do: 'leap', ms: 130_000 },
  { do: 'takeDue' },
  conclude('settle', false),
  beginAs(1, 1),
  beginAs(1, 1, true),
  last('toSend'),
  conclude('finish', true),
  beginAs(2, 0),
  beginAs(2, 1),
];

/** Looked up while its sender still ran, then given up by it: looks are counted on from there. */
const givenUpAfterALook: Command[] = [
  beginAs(0, 0),
  last('toSend'),
  { do: 'leap', ms: 31_000 },
  { do: 'takeDue' },
  last('markUnknown'),
  { do: 'leap', ms: 31_000 },
  { do: 'takeDue' },
];

/** Settled by one, and executed after all as its owner says a while later: the state that is told is the later one. */
const toldLater: Command[] = [
  beginAs(0, 0),
  last('toSend'),
  { do: 'leap', ms: 130_000 },
  { do: 'settle', attempt: 'last', executed: false, byRead: false },
  { do: 'leap', ms: 31_000 },
  conclude('finish', true),
];

/** One store seen as a machine that takes commands; times and epoch names are left out of what it says. */
type Machine = {
  store: WriteStore;
  outbox: Outbox;
  subject: Subject;
  claims: Map<number, SendClaim>;
  nowMs(): number;
  leap(ms: number): Promise<void>;
  forget(): Promise<void>;
};

const claimOf = (machine: Machine, who: number | 'last'): SendClaim => {
  const last = [...machine.claims.values()].at(-1);
  const claim = who === 'last' ? last : machine.claims.get(who);
  return claim ?? { attemptId: `attempt-${who}`, fence: 1, epochId: 'never' };
};

const withoutTimes = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null, (name, inner) =>
      ['leaseUntilMs', 'sentAtMs', 'readAtMs', 'waitMs', 'ageMs', 'epochId'].includes(name)
        ? undefined
        : inner,
    ),
  );

const attemptTo = async (machine: Machine, command: Command): Promise<unknown> => {
  try {
    return await run(machine, command);
  } catch (error) {
    if (error instanceof StoreUnavailable) return { kind: error.reason };
    throw error;
  }
};

const run = async (machine: Machine, command: Command): Promise<unknown> => {
  const { store, subject } = machine;
  switch (command.do) {
    case 'begin': {
      const { memoryId } = store.stamp(subject.clientId);
      const issuedAtMs = machine.nowMs();
      const token = {
        none: undefined,
        new: { memoryId, issuedAtMs },
        old: { memoryId: 'deadbeef-older', issuedAtMs: 1 },
        aged: { memoryId, issuedAtMs: issuedAtMs - 13 * 60 * 60 * 1000 },
        ahead: { memoryId, issuedAtMs: issuedAtMs + 70_000 },
        foreign: { memoryId: 'deadbeef-other', issuedAtMs: issuedAtMs + 60_000 },
        nobodys: { memoryId: '', issuedAtMs },
      }[command.issued];
      const reply = await store.begin(subject, {
        attemptId: `attempt-${command.attempt}`,
        recordKey: `key-${command.key}`,
        keyed: command.keyed,
        fingerprint: `print-${command.print}`,
        requestId: `request-${command.attempt}`,
        context: `context-${command.attempt}`,
        readSaysNo: command.no,
        ...(token && { token }),
      });
      if (reply.kind === 'claimed') {
        machine.claims.delete(command.attempt);
        machine.claims.set(command.attempt, reply.claim);
      }
      return reply;
    }
    case 'toSend':
      return store.toSend(subject, {
        ...claimOf(machine, command.attempt),
        // A stranger brings no facts, so both ways of sending are compared.
        ...(command.attempt === 'last' && { context: 'facts' }),
        notices: [{ text: 'sending' }],
      });
    case 'markUnknown':
      return store.markUnknown(subject, claimOf(machine, command.attempt));
    case 'release':
      return store.release(subject, {
        ...claimOf(machine, command.attempt),
        notices: [{ text: 'not sent' }],
      });
    case 'finish':
    case 'settle': {
      const { attemptId, fence } = claimOf(machine, command.attempt);
      const answer = `answer of ${command.attempt}`;
      const outcome = command.executed ? ('executed' as const) : ('not_executed' as const);
      const notices = [{ text: outcome }, { text: 'state', state: { of: 'cart', is: outcome } }];
      const known = { attemptId, fence, outcome, answer, notices };
      const verdict = command.executed ? { ...known, reference: '42' } : known;
      if (command.do === 'finish') return store.finish(subject, verdict);
      const decidedBy = command.byRead ? 'read' : 'answer';
      // What a store takes for its time may be a moment behind; a read before the last answer is told of no more.
      return store.settle(subject, { ...verdict, readAtMs: machine.nowMs() + 50, decidedBy });
    }
    case 'leap':
      return machine.leap(command.ms);
    case 'readOp':
      return store.readOp(subject);
    case 'readIdem':
      return [
        await store.readIdem(subject.clientId, 'key-0'),
        await store.readIdem(subject.clientId, 'key-1'),
      ];
    case 'takeDue':
      return store.takeDue(subject.clientId, { leaseMs: 15_000, limit: 5 });
    case 'defer':
      return store.defer(subject, 2_000);
    case 'unsettled':
      return store.unsettled(subject.clientId);
    case 'forget':
      return machine.forget();
  }
};

/** What was told of the client, without times. */
const tellings = async ({ outbox, subject }: Machine) => {
  const entries = await outbox.readAfter(subject.clientId, '0-0', 1_000);
  return entries.map(({ position: _position, ...entry }) => entry);
};

const memoryMachine = (subject: Subject, log?: DiskRecordLog): Machine => {
  let aheadMs = 0;
  const nowMs = () => performance.timeOrigin + performance.now() + aheadMs;
  const store: MemoryWriteStore = createMemoryWriteStore({ nowMs, ...(log && { log }) });
  return {
    store,
    outbox: store.outbox,
    subject,
    claims: new Map(),
    nowMs,
    leap: (ms) => {
      aheadMs += ms;
      return Promise.resolve();
    },
    forget: async () => store.forget(),
  };
};

describe('the three write stores', () => {
  const folder = openFolder();
  const redis = useSharedStore();
  let store: WriteStore;

  beforeAll(() => {
    // Replies are compared, not their speed: a busy machine takes its time.
    store = createRedisWriteStore(redis(), { commandLimitMs: 5_000 });
    redis().defineCommand('ageForTest', { lua: ageLua, numberOfKeys: 4 });
  });
  afterAll(() => folder.remove());

  const redisMachine = (subject: Subject): Machine => {
    const [epoch, ops, idems, open, outbox] = toWriteKeys(subject.clientId);
    const members = [`reserve:${subject.subject}`];
    const age = (redis() as unknown as { ageForTest(...args: (string | number)[]): Promise<string> })
      .ageForTest;
    return {
      store,
      outbox: createRedisOutbox(redis()),
      subject,
      claims: new Map(),
      nowMs: () => store.stamp(subject.clientId).nowMs ?? 0,
      leap: async (ms) => {
        await age.call(redis(), epoch, ops, open, `${outbox}:state:cart`, ms, ...members);
      },
      forget: async () => {
        await redis().del(epoch, `${ops}${members[0]}`, `${idems}key-0`, `${idems}key-1`, open);
        await redis().del(outbox, `${outbox}:state:cart`);
        // Redis learns that it forgot at the next write; the memory store knows at once.
        await store.begin({ ...subject, subject: 'probe' }, probe);
      },
    };
  };

  it('give the same replies to any sequence of steps, and tell the same', async () => {
    const seen = new Set<string>();
    const seenTexts = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(commands, { maxLength: 40, size: 'max' }), async (steps) => {
        const subject: Subject = { clientId: randomUUID(), operation: 'reserve', subject: 'cart' };
        const log = openDiskRecordLog(folder.newFile());
        const machines = [memoryMachine(subject), redisMachine(subject), memoryMachine(subject, log)];
        await Promise.all(machines.map((machine) => machine.store.prepare(subject.clientId)));
        for (const [index, command] of steps.entries()) {
          const [expected, ...others] = await Promise.all(
            machines.map((machine) => attemptTo(machine, command)),
          );
          for (const actual of others)
            expect(withoutTimes(actual), `step ${index}: ${JSON.stringify(command)}`).toEqual(
              withoutTimes(expected),
            );
          if (typeof expected === 'object' && expected !== null && 'kind' in expected)
            seen.add(String(expected.kind));
        }
        const told = await Promise.all(machines.map(tellings));
        for (const one of told) expect(one).toEqual(told[0]);
        for (const { text } of told[0] ?? []) seenTexts.add(text);
        log.close();
      }),
      { numRuns: 400, examples: [[wholeStory], [givenUpAfterALook], [toldLater]] },
    );
    // The sequences reached every reply there is, so the comparison above is not an empty one.
    expect([...seen].sort()).toEqual(everyReply);
    expect([...seenTexts].sort()).toEqual(['executed', 'not sent', 'not_executed', 'sending', 'state']);
  });
});
