/** The outbox in Redis: streams that the scripts of the write store tell to, read by consumer groups. */
import type { Backlog, Outbox, OutboxEntry, OutboxReader } from '../outbox.ts';
import {
  defaultOutboxBounds,
  type Learned,
  type Notice,
  type OutboxBounds,
  type State,
} from '../protocol/notices.ts';
import type { RedisClient } from './client.ts';
import { orUnavailable } from './errors.ts';
import * as lua from './outbox.lua.ts';
import { toOutboxKey } from './replies.ts';
import { defineScript, type ScriptReply } from './script.ts';

type KeyOf = (clientId: string) => string;

const scriptsOf = (redis: RedisClient, keyOf: KeyOf) => {
  const define = (name: string, text: string) => {
    const script = defineScript(redis, `outbox_${name}`, { numberOfKeys: 2, lua: text });
    return (clientId: string, args: readonly (string | number)[]): Promise<ScriptReply> => {
      const key = keyOf(clientId);
      // There never is a first one: a slot that is on its way refuses whatever names a key that it does not find, half of the rest moved.
      return orUnavailable(script([`${key}:none`, key], args));
    };
  };
  return {
    now: define('now', lua.nowLua),
    tell: define('tell', lua.tellLua),
    hold: define('hold', lua.holdLua),
    letGo: define('let_go', lua.letGoLua),
    take: define('take', lua.takeLua),
    acknowledge: define('acknowledge', lua.acknowledgeLua),
    backlog: define('backlog', lua.backlogLua),
  };
};

const nothing: State = { of: '', is: '' };

/** Notices as the scripts take them, at the end of their arguments. */
export const toNoticeArgs = (
  notices: readonly Notice[] | undefined,
  { lifeMs, entriesMax }: OutboxBounds,
): (string | number)[] =>
  notices === undefined || notices.length === 0
    ? []
    : [
        lifeMs,
        entriesMax,
        ...notices.flatMap(({ text, state = nothing }) => [
          state.of,
          state.is,
          state.quietly === true ? 1 : 0,
          state.notAfter?.join(' ') ?? '',
          text,
        ]),
      ];

const toEntries = (reply: ScriptReply): OutboxEntry[] =>
  Array.from({ length: Math.floor(reply.length / 3) }, (_, index) => {
    const [position = '', text = '', previous = ''] = reply.slice(index * 3, index * 3 + 3);
    return { position, text, ...(previous !== '' && { previous }) };
  });

const toBacklog = ([entries, oldestAgeMs, dropped]: ScriptReply): Backlog => ({
  entries: Number(entries),
  oldestAgeMs: Number(oldestAgeMs),
  dropped: Number(dropped),
});

export type RedisOutboxOptions = Partial<OutboxBounds> & {
  /** Default: the outbox that the write store tells to. Any other name is an outbox of its own. */
  readonly name?: string;
};

/**
 * Creates the outbox over one client of the database that holds the write store; see {@link Outbox}.
 *
 * @example
 * const outbox = createRedisOutbox(redis);
 * const reader = outbox.reader('mail', 'mailer-1');
 * if (await reader.hold('acme', 10_000)) for (const { text } of await reader.take('acme', 100)) send(text);
 */
export const createRedisOutbox = (redis: RedisClient, options: RedisOutboxOptions = {}): Outbox => {
  const { name, ...bounds } = options;
  const all: OutboxBounds = { ...defaultOutboxBounds, ...bounds };
  const keyOf: KeyOf = (clientId) => toOutboxKey(clientId, name);
  const scripts = scriptsOf(redis, keyOf);

  const reader = (group: string, readerId: string): OutboxReader => ({
    async hold(clientId, leaseMs) {
      const [isHeld] = await scripts.hold(clientId, [group, readerId, leaseMs]);
      return isHeld === '1';
    },
    async letGo(clientId) {
      await scripts.letGo(clientId, [group, readerId]);
    },
    take: async (clientId, limit) =>
      toEntries(await scripts.take(clientId, [group, readerId, limit, all.lifeMs])),
    async acknowledge(clientId, positions) {
      if (positions.length > 0) await scripts.acknowledge(clientId, [group, readerId, ...positions]);
    },
    backlog: async (clientId) => toBacklog(await scripts.backlog(clientId, [group, readerId])),
  });

  return {
    async append(clientId, notices) {
      if (notices.length > 0) await scripts.tell(clientId, ['', ...toNoticeArgs(notices, all)]);
    },
    async nowMs(clientId) {
      const [now] = await scripts.now(clientId, []);
      return Number(now);
    },
    async learn(clientId, notice, readAtMs) {
      const [learned] = await scripts.tell(clientId, [readAtMs, ...toNoticeArgs([notice], all)]);
      return learned as Learned;
    },
    async readAfter(clientId, position, limit) {
      const rows = await orUnavailable(redis.xrange(keyOf(clientId), `(${position}`, '+', 'COUNT', limit));
      return toEntries(rows.flatMap(([id, [, text, , previous]]) => [id, text ?? '', previous ?? '']));
    },
    reader,
  };
};
