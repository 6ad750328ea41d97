/** What the worker of webhooks tells, put into the booking's story, the log and the metrics. */
import type { BookingJournal } from '@partner-gateway/journal';
import type { Log, Metrics } from '@partner-gateway/telemetry';
import { outcomeOf, type WebhookEvent } from '@partner-gateway/webhooks';

type Telling = {
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'count'>;
  readonly journal: Pick<BookingJournal, 'append'>;
  /** The 12go number of a booking by the id that its partner knows. */
  readonly bidOf: (clientId: string, bookingId: string) => string | undefined;
};

type Attempt = Extract<WebhookEvent, { kind: 'attempt' }>;

/** The webhook of an event has ended: it was delivered, or nobody tries it any more. */
export const endedEvent = (event: WebhookEvent): string | undefined => {
  if (event.kind === 'buried') return event.eventId;
  return event.kind === 'attempt' && event.next.kind !== 'retry' ? event.eventId : undefined;
};

const tellAttempt = (
  { log, metrics, journal, bidOf }: Telling,
  { clientId, lane, eventId, attempt, result, next }: Attempt,
): void => {
  const success = next.kind === 'delivered';
  const code = outcomeOf(result);
  metrics.count('gateway.notification.delivered', { client_id: clientId, success: String(success) });
  const bid = bidOf(clientId, lane);
  if (bid !== undefined)
    void journal.append({ clientId, id: bid }, 'webhook_out', {
      event: eventId,
      kind: `attempt_${attempt}`,
      state: next.kind,
      reason: code,
      latencyMs: result.latencyMs,
    });
  const level = success ? 'info' : 'warn';
  log(level, success ? 'A webhook was delivered' : 'A webhook was not delivered', {
    client_id: clientId,
    booking_id: lane,
    reason: code,
    count: attempt,
  });
  if (next.kind === 'dead' || next.kind === 'gone') {
    metrics.count('gateway.notification.dead', { client_id: clientId, reason: next.kind });
    log('error', 'A webhook was given up', { client_id: clientId, booking_id: lane, reason: code });
  }
};

/** Where the events of a worker go. */
export const tellWebhooks =
  (telling: Telling) =>
  (event: WebhookEvent): void => {
    const { log, metrics, journal, bidOf } = telling;
    if (event.kind === 'attempt') {
      tellAttempt(telling, event);
      return;
    }
    if (event.kind === 'buried') {
      const { clientId, lane, eventId, reason } = event;
      metrics.count('gateway.notification.dead', { client_id: clientId, reason });
      const bid = bidOf(clientId, lane);
      if (bid !== undefined)
        void journal.append({ clientId, id: bid }, 'webhook_out', { event: eventId, state: 'dead', reason });
      return;
    }
    if (event.kind === 'endpoint_disabled') {
      const { clientId: client_id, reason } = event;
      metrics.count('gateway.notification.endpoint_disabled', { client_id, reason });
      log('error', 'The webhook endpoint of a client was disabled', { client_id, reason });
      return;
    }
    const reason = event.kind === 'failed' ? 'store' : event.kind;
    log('warn', 'A webhook will be sent again', { client_id: event.clientId, reason });
  };
