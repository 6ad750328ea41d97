/** What an operator asks about events: notifications of 12go that were set aside, and who reads the topics of Kafka. */
import type { EventsAudit, NotificationDeadLetters } from '@partner-gateway/contract';
import { type OutboxEntry, StoreUnavailable } from '@partner-gateway/write-guard';
import { deadLetters, readUnusable } from '../booking/write/inbox-notes.ts';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

const listedDefault = 100;
const readAtOnce = 1_000;

const readAll = async ({ inbox }: Deps['events']): Promise<readonly OutboxEntry[]> => {
  const entries: OutboxEntry[] = [];
  for (;;) {
    const read = await inbox.readAfter(deadLetters, entries.at(-1)?.position ?? '0-0', readAtOnce);
    entries.push(...read);
    if (read.length < readAtOnce) return entries;
  }
};

const toLetter = ({ text }: OutboxEntry): NotificationDeadLetters['dead_letters'][number] => {
  const letter = readUnusable(text);
  return {
    reason: letter?.reason ?? 'unreadable',
    client_id: letter?.clientId ?? null,
    integration_booking_id: letter?.bid ?? null,
    is_signed: letter?.isSigned ?? false,
    bytes: letter?.bytes ?? null,
    digest: letter?.digest ?? null,
    set_aside_at: letter === undefined ? null : toUtcSecond(letter.atMs),
  };
};

/** Lists what was set aside. @throws GatewayError `events_unavailable` */
export const listNotificationDeadLetters = async (
  { events }: Pick<Deps, 'events'>,
  limit: number = listedDefault,
): Promise<NotificationDeadLetters> => {
  const entries = await readAll(events).catch((cause: unknown) => {
    if (!(cause instanceof StoreUnavailable)) throw cause;
    throw new GatewayError('events_unavailable', {
      cause,
      retryAfterSeconds: 1,
      detail: 'The store of notifications is out of reach. Look at the check `journal` of `/ready`.',
    });
  });
  return { dead_letters: entries.toReversed().slice(0, limit).map(toLetter), count: entries.length };
};

const noBrokers =
  'No events are published: KAFKA_BROKERS is not set. Set it, for the gateway and the relay alike, to the brokers as host:port.';

/** Asks the brokers. @throws GatewayError `events_unavailable`, `unprocessable` where there are none */
export const auditEvents = async ({
  clock,
  events: { audit },
}: Pick<Deps, 'clock' | 'events'>): Promise<EventsAudit> => {
  if (audit === undefined) throw new GatewayError('unprocessable', { detail: noBrokers });
  const { groups, underReplicated, oldTopics, momentMs } = await audit();
  return {
    groups: groups.map(({ topics, ...group }) => ({
      ...group,
      topics: topics.map(({ topic, lag, unconfirmedPartitions }) => ({
        topic,
        lag,
        unconfirmed_partitions: unconfirmedPartitions,
      })),
    })),
    under_replicated: underReplicated.map(({ inSync, ...partition }) => ({ ...partition, in_sync: inSync })),
    old_topics: [...oldTopics],
    moment_seconds: momentMs / 1_000,
    read_at: toUtcSecond(clock.nowMs()),
  };
};
