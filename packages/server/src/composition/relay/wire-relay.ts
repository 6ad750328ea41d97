/** The relay over the stores of this deployment: in a program of its own, or beside the gateway where the stores are in its process. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BookingJournal } from '@partner-gateway/journal';
import { type Config, kafkaConnectionOf } from '@partner-gateway/settings';
import { whereThrown } from '@partner-gateway/telemetry';
import type { Deps, Observe } from '../../deps.ts';
import { gatewayStream } from '../../events/outbox-events.ts';
import type { Partner } from '../../partners/partner-directory.ts';
import { createRelay, type Relay } from '../../relay/relay.ts';
import { tellWebhooks } from '../../relay/telling.ts';
import type { Secrets } from '../secrets.ts';
import type { Store } from '../store.ts';

type Around = Pick<Deps, 'clock'> & {
  readonly observe: Pick<Observe, 'log' | 'metrics'>;
  readonly store: Pick<Store, 'outbox' | 'webhooks'>;
  readonly journal: BookingJournal;
  readonly partners: () => readonly Partner[];
  /** The one with this id. */
  readonly partnerOf: (clientId: string) => Partner | undefined;
  readonly secrets: () => Secrets;
  readonly bidOf: (clientId: string, bookingId: string) => string | undefined;
  /** Trusted by webhooks instead of the usual authorities, in PEM; for a demonstration or a test. */
  readonly webhookAuthority?: string | undefined;
};

const wait = (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, undefined, { signal });
const backlogEveryMs = 10_000;

/** What waits to be posted, and what never will be, as it was a moment ago. */
const observeWaiting = ({ observe: { metrics }, store, partners, clock }: Around): void => {
  const reader = store.outbox.reader('webhooks', 'gauges');
  let known = { waiting: 0, oldestAgeMs: 0, dropped: 0 };
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const look = async (): Promise<void> => {
    const ids = partners().map(({ clientId }) => clientId);
    const queues = await Promise.all(ids.map((clientId) => store.webhooks.queue.backlog(clientId)));
    const outboxes = await Promise.all(ids.map((clientId) => reader.backlog(clientId)));
    known = {
      waiting: queues.reduce((sum, { waiting }) => sum + waiting, 0),
      oldestAgeMs: Math.max(0, ...queues.map(({ oldestAgeMs }) => oldestAgeMs)),
      dropped: outboxes.reduce((sum, { dropped }) => sum + dropped, 0),
    };
  };
  metrics.observe('gateway.notification.waiting', () => {
    if (clock.nowMs() - askedAtMs >= backlogEveryMs) {
      askedAtMs = clock.nowMs();
      look().catch(() => undefined);
    }
    return known.waiting;
  });
  metrics.observe('gateway.notification.oldest_waiting', () => known.oldestAgeMs / 1_000);
  metrics.observe('gateway.events.dropped', () => known.dropped);
};

const kafkaOf = async (config: Config, around: Around, readerId: string) => {
  const connection = kafkaConnectionOf(config, () => around.secrets().kafkaPassword);
  if (connection === undefined) return undefined;
  const { createKafkaDrain, legacyTopicsOf } = await import('../../relay/kafka.ts');
  const { observe, store, partners } = around;
  return createKafkaDrain({
    connection: { ...connection, clientName: 'partner-gateway-relay' },
    legacyTopics: legacyTopicsOf(config.KAFKA_LEGACY_TOPICS),
    outbox: store.outbox,
    readerId,
    clientIds: () => [...partners().map(({ clientId }) => clientId), gatewayStream],
    sleep: wait,
    ...observe,
  });
};

/**
 * Makes it; it goes on from `start`.
 *
 * @throws Error that says what is wrong with KAFKA_LEGACY_TOPICS
 */
export const wireRelay = async (config: Config, around: Around): Promise<Relay> => {
  const { clock, observe, store, journal, partners, partnerOf, bidOf } = around;
  const readerId = randomUUID();
  observeWaiting(around);
  const endpointOf = (clientId: string) => {
    const partner = partnerOf(clientId);
    return partner?.webhook ?? (partner?.settings.webhook === undefined ? undefined : 'unready');
  };
  return createRelay(
    {
      outbox: store.outbox,
      webhooks: store.webhooks,
      clientIds: () => partners().map(({ clientId }) => clientId),
      endpointOf,
      kafka: await kafkaOf(config, around, readerId),
    },
    {
      readerId,
      retryDelaysMs: config.WEBHOOK_RETRY_SECONDS.map((seconds) => seconds * 1_000),
      allowPrivate: config.WEBHOOK_ALLOW_PRIVATE,
      ca: around.webhookAuthority,
      nowMs: clock.nowMs,
      random: Math.random,
      sleep: wait,
      onWebhookEvent: tellWebhooks({ ...observe, journal, bidOf }),
      onError: (error) => observe.log('warn', 'The outbox could not be drained', whereThrown(error)),
    },
  );
};
