/** The relay: drains the outbox into webhooks and Kafka, beside nothing that a booking waits for. */
import {
  createHostGates,
  createSend,
  createWebhookWorker,
  defaultSchedule,
  type EndpointStates,
  type WebhookEndpoint,
  type WebhookEvent,
  type WebhookQueue,
} from '@partner-gateway/webhooks';
import type { Outbox } from '@partner-gateway/write-guard';
import { createStatusWebhooks } from './status-webhooks.ts';
import { endedEvent } from './telling.ts';

/** Where the relay reads, and where it writes. */
export type RelayParts = {
  readonly outbox: Outbox;
  readonly webhooks: {
    readonly queue: WebhookQueue;
    readonly endpoints: EndpointStates;
    readonly isDurable: boolean;
  };
  /** Every client that there is. */
  readonly clientIds: () => readonly string[];
  /** `unready` where something of it is missing, such as its secret: webhooks wait for it. */
  readonly endpointOf: (clientId: string) => WebhookEndpoint | 'unready' | undefined;
  /** Undefined where nothing is published. */
  readonly kafka: { start(): void; stop(): Promise<void> } | undefined;
};

export type RelayOptions = {
  /** Names this process among those that share the work. */
  readonly readerId: string;
  readonly retryDelaysMs: readonly number[];
  readonly allowPrivate: boolean;
  /** Trusted instead of the usual authorities, in PEM. */
  readonly ca?: string | undefined;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onWebhookEvent: (event: WebhookEvent) => void;
  readonly onError: (error: unknown) => void;
};

export type Relay = {
  start(): void;
  /** Ends after what is under way, webhooks within 15 s. */
  stop(): Promise<void>;
};

const sortEveryMs = 500;

const createWebhooks = (parts: RelayParts, options: RelayOptions) => {
  const { nowMs, allowPrivate, ca, retryDelaysMs } = options;
  const { queue, endpoints, isDurable } = parts.webhooks;
  const statuses = createStatusWebhooks({
    reader: parts.outbox.reader('webhooks', options.readerId),
    queue,
    isDurable,
    isWanted: (clientId) => parts.endpointOf(clientId) !== undefined,
  });
  const worker = createWebhookWorker({
    ...options,
    queue,
    endpoints,
    clientIds: parts.clientIds,
    endpointOf: parts.endpointOf,
    gates: createHostGates({ nowMs }),
    send: createSend({ policy: { allowPrivate }, nowMs, ...(ca !== undefined && { ca }) }),
    schedule: { ...defaultSchedule, delaysMs: retryDelaysMs },
    onEvent(event) {
      options.onWebhookEvent(event);
      const eventId = endedEvent(event);
      if (eventId !== undefined) statuses.ended(event.clientId, eventId).catch(options.onError);
    },
  });
  return { statuses, worker };
};

/**
 * Makes it; nothing is sent before `start`. Any number of relays share the work.
 *
 * @example
 * const relay = createRelay(parts, options);
 * relay.start();
 */
export const createRelay = (parts: RelayParts, options: RelayOptions): Relay => {
  const { statuses, worker } = createWebhooks(parts, options);
  let stopping: AbortController | undefined;
  let sorting: Promise<void> = Promise.resolve();

  const sortAll = async (): Promise<void> => {
    for (const clientId of parts.clientIds()) if ((await statuses.sort(clientId)) > 0) worker.wake(clientId);
  };
  const go = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await sortAll().catch(options.onError);
      await options.sleep(sortEveryMs, signal).catch(() => {});
    }
  };

  return {
    start() {
      if (stopping !== undefined) return;
      stopping = new AbortController();
      sorting = go(stopping.signal);
      worker.start();
      parts.kafka?.start();
    },
    async stop() {
      stopping?.abort();
      await Promise.all([sorting, worker.stop(), parts.kafka?.stop()]);
      // A store that is away keeps the lease until it ends.
      await Promise.allSettled(parts.clientIds().map(statuses.letGo));
    },
  };
};
