/** The queue in process memory, for one instance: what waits is lost with the process. */
import {
  checkPayload,
  checkWebhooks,
  type DeadLetter,
  type DeadLetterBounds,
  defaultDeadLetterBounds,
  isAfter,
  type TakenWebhook,
  type UnplacedWebhook,
  type WebhookQueue,
} from './queue.ts';

type Item = UnplacedWebhook & { sinceMs: number; attempts: number; outcome?: string };
type Dead = { readonly item: Item; readonly letter: DeadLetter };
type Lane = { readonly items: Item[]; dueMs: number; lease?: string };
type Client = {
  upTo: string;
  readonly lanes: Map<string, Lane>;
  readonly known: Set<string>;
  /** In the order of their deaths. */
  readonly dead: Map<string, Dead>;
  lastNumber: number;
  forgotten: number;
};

const newClient = (): Client => ({
  upTo: '0-0',
  lanes: new Map(),
  known: new Set(),
  dead: new Map(),
  lastNumber: 0,
  forgotten: 0,
});

const nextNumber = (client: Client): number => {
  client.lastNumber += 1;
  return client.lastNumber;
};

const append = (client: Client, item: Item, nowMs: number): void => {
  const lane = client.lanes.get(item.lane) ?? { items: [], dueMs: nowMs };
  client.lanes.set(item.lane, lane);
  lane.items.push({ ...item, sinceMs: nowMs });
};

/** Whether it was new. */
const appendNew = (client: Client, webhook: UnplacedWebhook, nowMs: number): boolean => {
  if (client.known.has(webhook.eventId)) return false;
  client.known.add(webhook.eventId);
  append(client, { ...webhook, sinceMs: nowMs, attempts: 0 }, nowMs);
  return true;
};

/** The lane, if it is still that of the lease. */
const held = ({ lanes }: Client, taken: TakenWebhook): Lane | undefined => {
  const lane = lanes.get(taken.lane);
  return lane?.lease === taken.lease ? lane : undefined;
};

const dropHead = (client: Client, name: string, nowMs: number): void => {
  const lane = client.lanes.get(name);
  lane?.items.shift();
  client.lanes.delete(name);
  if (lane !== undefined && lane.items.length > 0)
    client.lanes.set(name, { items: lane.items, dueMs: nowMs });
};

const prune = (client: Client, { deadLifeMs, deadMax }: DeadLetterBounds, nowMs: number): void => {
  for (const [eventId, { letter }] of client.dead) {
    if (client.dead.size <= deadMax && letter.atMs + deadLifeMs > nowMs) return;
    client.dead.delete(eventId);
    client.known.delete(eventId);
    client.forgotten += 1;
  }
};

const toTaken = ({ sinceMs, outcome, ...item }: Item, lease: string): TakenWebhook => ({ ...item, lease });

/**
 * Creates an empty queue; see {@link WebhookQueue}.
 *
 * @example
 * ```ts
 * const queue = createMemoryWebhookQueue({ nowMs: Date.now });
 * await queue.enqueue('acme', [{ eventId: 'evt_1', lane: 'BK-1', payload: '{}', position: '5-0' }], '5-0'); // 1
 * ```
 */
export const createMemoryWebhookQueue = ({
  nowMs,
  ...bounds
}: { readonly nowMs: () => number } & Partial<DeadLetterBounds>): WebhookQueue => {
  const deadBounds = { ...defaultDeadLetterBounds, ...bounds };
  const clients = new Map<string, Client>();
  const clientOf = (clientId: string): Client => {
    const client = clients.get(clientId) ?? newClient();
    clients.set(clientId, client);
    prune(client, deadBounds, nowMs());
    return client;
  };

  return {
    async enqueue(clientId, webhooks, upTo) {
      checkWebhooks(webhooks, upTo);
      const client = clientOf(clientId);
      const before = client.known.size;
      for (const { position, ...webhook } of webhooks)
        if (isAfter(position, client.upTo)) appendNew(client, webhook, nowMs());
      if (isAfter(upTo, client.upTo)) client.upTo = upTo;
      return client.known.size - before;
    },
    async enqueueUnplaced(clientId, webhook) {
      checkPayload(webhook);
      return appendNew(clientOf(clientId), webhook, nowMs());
    },
    async takeDue(clientId, { limit, leaseMs }) {
      const client = clientOf(clientId);
      const due = [...client.lanes.values()]
        .filter(({ dueMs }) => dueMs <= nowMs())
        .toSorted((one, other) => one.dueMs - other.dueMs);
      const taken = due.slice(0, limit).flatMap((lane) => {
        lane.lease = String(nextNumber(client));
        lane.dueMs = nowMs() + leaseMs;
        return lane.items.slice(0, 1).map((item) => toTaken(item, lane.lease ?? ''));
      });
      const nextMs = Math.min(...[...client.lanes.values()].map(({ dueMs }) => dueMs));
      return { taken, ...(client.lanes.size > 0 && { nextDueInMs: Math.max(0, nextMs - nowMs()) }) };
    },
    async delivered(clientId, taken) {
      const client = clientOf(clientId);
      if (held(client, taken) === undefined) return false;
      dropHead(client, taken.lane, nowMs());
      client.known.delete(taken.eventId);
      return true;
    },
    async retryIn(clientId, taken, { delayMs, outcome }) {
      const lane = held(clientOf(clientId), taken);
      const [head] = lane?.items ?? [];
      if (lane === undefined || head === undefined) return false;
      head.attempts += 1;
      head.outcome = outcome;
      lane.dueMs = nowMs() + delayMs;
      delete lane.lease;
      return true;
    },
    async bury(clientId, taken, { reason, outcome }) {
      const client = clientOf(clientId);
      const [head] = held(client, taken)?.items ?? [];
      if (head === undefined) return false;
      dropHead(client, taken.lane, nowMs());
      const { eventId, lane, attempts } = head;
      const last = outcome ?? head.outcome;
      const letter = {
        eventId,
        lane,
        reason,
        attempts: attempts + (outcome === undefined ? 0 : 1),
        ...(last !== undefined && { outcome: last }),
        atMs: nowMs(),
        number: nextNumber(client),
      };
      client.dead.set(eventId, { item: head, letter });
      prune(client, deadBounds, nowMs());
      return true;
    },
    async deadLetters(clientId, { limit, before = Number.POSITIVE_INFINITY }) {
      const letters = [...clientOf(clientId).dead.values()].map(({ letter }) => letter);
      return letters
        .filter(({ number }) => number < before)
        .toReversed()
        .slice(0, limit);
    },
    async replay(clientId, eventIds) {
      const client = clientOf(clientId);
      const wanted = [...client.dead].filter(([eventId]) => eventIds === 'all' || eventIds.includes(eventId));
      for (const [eventId, { item }] of wanted) {
        client.dead.delete(eventId);
        const { outcome, ...again } = item;
        append(client, { ...again, attempts: 0 }, nowMs());
      }
      return wanted.length;
    },
    async backlog(clientId) {
      const { lanes, dead, forgotten } = clientOf(clientId);
      const items = [...lanes.values()].flatMap((lane) => lane.items);
      const oldestMs = Math.min(nowMs(), ...items.map(({ sinceMs }) => sinceMs));
      return { waiting: items.length, oldestAgeMs: nowMs() - oldestMs, dead: dead.size, forgotten };
    },
  };
};
