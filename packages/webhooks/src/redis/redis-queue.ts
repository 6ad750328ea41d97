/** The queue in Redis, for workers of all instances: one script a step, on the clock of Redis. */
import {
  defineScript,
  orUnavailable,
  type RedisClient,
  type ScriptReply,
} from '@partner-gateway/write-guard/redis';
import {
  checkPayload,
  checkWebhooks,
  type DeadLetter,
  type DeadLetterBounds,
  type DeathReason,
  defaultDeadLetterBounds,
  type TakenWebhook,
  type WebhookQueue,
} from '../queue.ts';
import {
  backlogLua,
  buryLua,
  deadLettersLua,
  deliveredLua,
  enqueueLua,
  enqueueUnplacedLua,
  replayLua,
  retryInLua,
  takeDueLua,
} from './queue.lua.ts';

/** So many in one script, that no other command waits for long. */
const replayedAtOnce = 200;

/** The braces are the hash tag: all of a client's keys stay on one slot. */
const keyOf = (clientId: string): string => `webhooks:{${clientId}}`;

const rowsOf = (reply: ScriptReply, width: number): string[][] =>
  Array.from({ length: reply.length / width }, (_, index) => reply.slice(index * width, (index + 1) * width));

const toTaken = ([
  eventId = '',
  lane = '',
  lease = '',
  payload = '',
  correlationId = '',
  attempts,
]: string[]): TakenWebhook => ({
  eventId,
  lane,
  lease,
  payload,
  attempts: Number(attempts),
  ...(correlationId !== '' && { correlationId }),
});

const reasons: readonly DeathReason[] = ['exhausted', 'gone', 'endpoint_disabled', 'endpoint_missing'];

const toDeadLetter = ([
  eventId = '',
  number,
  lane = '',
  reason,
  attempts,
  atMs,
  outcome = '',
]: string[]): DeadLetter => ({
  eventId,
  number: Number(number),
  lane,
  reason: reasons.find((one) => one === reason) ?? 'exhausted',
  attempts: Number(attempts),
  atMs: Number(atMs),
  ...(outcome !== '' && { outcome }),
});

const holderArgs = ({ lane, eventId, lease }: TakenWebhook): readonly string[] => [lane, eventId, lease];

const scriptsOf = (redis: RedisClient) => {
  const define = (name: string, lua: string) => {
    const script = defineScript(redis, `webhooks_${name}`, { numberOfKeys: 2, lua });
    return (clientId: string, args: readonly (string | number)[]) => {
      const key = keyOf(clientId);
      // There never is a second one: a slot that is on its way refuses whatever names a key that it does not find, half of the rest moved.
      return orUnavailable(script([key, `${key}:none`], args));
    };
  };
  return {
    enqueue: define('enqueue', enqueueLua),
    enqueueUnplaced: define('enqueue_unplaced', enqueueUnplacedLua),
    takeDue: define('take_due', takeDueLua),
    delivered: define('delivered', deliveredLua),
    retryIn: define('retry_in', retryInLua),
    bury: define('bury', buryLua),
    deadLetters: define('dead_letters', deadLettersLua),
    replay: define('replay', replayLua),
    backlog: define('backlog', backlogLua),
  };
};

/**
 * @example
 * ```ts
 * const queue = createRedisWebhookQueue(redis);
 * await queue.takeDue('acme', { limit: 5, leaseMs: 30_000 }); // { taken: [{ eventId: 'evt_1', … }], nextDueInMs: 30_000 }
 * ```
 */
export const createRedisWebhookQueue = (
  redis: RedisClient,
  bounds: Partial<DeadLetterBounds> = {},
): WebhookQueue => {
  const { deadLifeMs, deadMax } = { ...defaultDeadLetterBounds, ...bounds };
  const scripts = scriptsOf(redis);
  const isHeld = async (reply: Promise<ScriptReply>): Promise<boolean> => (await reply)[0] === 'held';

  return {
    async enqueue(clientId, webhooks, upTo) {
      checkWebhooks(webhooks, upTo);
      const args = webhooks.flatMap(({ position, eventId, lane, payload, correlationId = '' }) => [
        position,
        eventId,
        lane,
        payload,
        correlationId,
      ]);
      const [count] = await scripts.enqueue(clientId, [upTo, ...args]);
      return Number(count);
    },
    async enqueueUnplaced(clientId, { eventId, lane, payload, correlationId = '' }) {
      checkPayload({ payload });
      const [kind] = await scripts.enqueueUnplaced(clientId, [eventId, lane, payload, correlationId]);
      return kind === 'new';
    },
    async takeDue(clientId, { limit, leaseMs }) {
      const [nextDueInMs = '', ...rows] = await scripts.takeDue(clientId, [limit, leaseMs]);
      return {
        taken: rowsOf(rows, 6).map(toTaken),
        ...(nextDueInMs !== '' && { nextDueInMs: Number(nextDueInMs) }),
      };
    },
    delivered: (clientId, taken) => isHeld(scripts.delivered(clientId, holderArgs(taken))),
    retryIn: (clientId, taken, { delayMs, outcome }) =>
      isHeld(scripts.retryIn(clientId, [...holderArgs(taken), delayMs, outcome])),
    bury: (clientId, taken, { reason, outcome = '' }) =>
      isHeld(scripts.bury(clientId, [...holderArgs(taken), reason, outcome, deadLifeMs, deadMax])),
    async deadLetters(clientId, { limit, before }) {
      const below = before === undefined ? '+inf' : `(${before}`;
      return rowsOf(await scripts.deadLetters(clientId, [below, limit]), 7).map(toDeadLetter);
    },
    async replay(clientId, eventIds) {
      const dead = await orUnavailable(redis.zrange(`${keyOf(clientId)}:dead`, '0', '-1'));
      const wanted = eventIds === 'all' ? dead : dead.filter((eventId) => eventIds.includes(eventId));
      let count = 0;
      for (let at = 0; at < wanted.length; at += replayedAtOnce) {
        const [replayed] = await scripts.replay(clientId, wanted.slice(at, at + replayedAtOnce));
        count += Number(replayed);
      }
      return count;
    },
    async backlog(clientId) {
      const [waiting, oldestAgeMs, dead, forgotten] = (await scripts.backlog(clientId, [deadMax])).map(
        Number,
      );
      return {
        waiting: waiting ?? 0,
        oldestAgeMs: oldestAgeMs ?? 0,
        dead: dead ?? 0,
        forgotten: forgotten ?? 0,
      };
    },
  };
};
