/** Takes a notification of 12go: attributed, kept until it is worked, acknowledged. What it says is a hint; bookings are read live. */
import { createHash } from 'node:crypto';
import { supplierNotificationSchema } from '@partner-gateway/contract';
import type { LogFields, LogLevel } from '@partner-gateway/telemetry';
import { readNotification, type TwelveGoNotification } from '@partner-gateway/twelvego-client';
import { StoreUnavailable } from '@partner-gateway/write-guard';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { toNotice } from '../events/outbox-events.ts';
import { deadLetters, toInboxNotice, toUnusable } from './write/inbox-notes.ts';

type Slice = Pick<Deps, 'callers' | 'clock' | 'events' | 'observe' | 'tokens' | 'writes'>;

/** A notification and how it came. */
export type Received = {
  readonly clientId: string | undefined;
  readonly rawBody: Uint8Array;
  /** Undefined for what is not JSON. */
  readonly body: unknown;
  /** Whether it is certain that 12go sent it; by what name, where it gave one. */
  readonly isProven: boolean;
  readonly isSigned: boolean;
  readonly eventId: string | undefined;
  readonly correlationId: string;
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
};

const kept = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    throw new GatewayError('events_unavailable', {
      retryAfterSeconds: 5,
      cause: error,
      detail: 'The notification could not be recorded. Send it again.',
    });
  }
};

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

/** What tells it from others: its name, or its content where that names a moment. A bare number may come again for another change. */
const nameOf = ({ eventId, rawBody }: Received, { stamp }: TwelveGoNotification): string | undefined =>
  eventId ?? (stamp === null ? undefined : digestOf(rawBody));

/** For the ops API alone: what is not believed, and why. */
const setAside = async (deps: Slice, received: Received, reason: string): Promise<void> => {
  const { clientId, rawBody, isSigned, log } = received;
  const outcome = reason === 'unknown_client' || reason === 'no_client' ? 'unknown_client' : 'unreadable';
  deps.observe.metrics.count('gateway.notification.kept', { outcome });
  log('error', 'A notification was set aside', { reason });
  const known = clientId === undefined ? undefined : deps.callers.partners.find(clientId)?.clientId;
  const letter = toUnusable({
    reason,
    clientId: known,
    isSigned,
    atMs: deps.clock.nowMs(),
    bytes: rawBody.length,
    digest: digestOf(rawBody),
  });
  await kept(deps.events.inbox.append(deadLetters, [letter]));
};

const record = async (
  { events, observe }: Slice,
  received: Received & { readonly clientId: string },
  notification: TwelveGoNotification,
): Promise<void> => {
  const { clientId, isSigned } = received;
  const notice = toInboxNotice({ bid: notification.bid, type: notification.type, isSigned });
  const name = nameOf(received, notification);
  if (name === undefined) {
    await kept(events.inbox.append(clientId, [notice]));
    return observe.metrics.count('gateway.notification.kept', { outcome: 'recorded' });
  }
  const state = { of: `notification:${digestOf(Buffer.from(name))}`, is: 'seen' };
  const learning = events.inbox
    .nowMs(clientId)
    .then((nowMs) => events.inbox.learn(clientId, { ...notice, state }, nowMs))
    .then((learned) =>
      observe.metrics.count('gateway.notification.kept', {
        outcome: learned === 'told' ? 'recorded' : 'repeated',
      }),
    );
  await kept(learning);
};

const tell = ({ log }: Received, clientId: string, { bid, type }: TwelveGoNotification): void =>
  log('info', 'Notification received', {
    client_id: clientId,
    integration_id: bid,
    reason: type ?? 'bare',
  });

/** Nobody vouches for it: it may have open outcomes looked at soon, and leaves nothing behind that fills a store. */
const takeHint = (
  { observe, writes: { bookingChanged } }: Slice,
  { clientId }: { readonly clientId: string },
  { bid }: TwelveGoNotification,
): void => {
  observe.metrics.count('gateway.notification.kept', { outcome: 'counted' });
  bookingChanged({ clientId, bid, isSigned: false });
};

/**
 * Takes a notification. What 12go is known to have sent is recorded before it is acknowledged, junk with the reason, so that it does
 * not come for ever. Of anybody else's only what can be attributed is looked at; a client that is not configured is answered like one
 * that is, so that nobody learns which clients there are.
 *
 * @throws GatewayError `client_not_found` to 12go alone, `events_unavailable` when it could not be recorded, `invalid_request` by `whenJunk`
 */
export const receiveNotification = async (
  deps: Slice,
  received: Received,
  whenJunk: () => never,
): Promise<void> => {
  const { clientId: named, isProven, isSigned, log } = received;
  deps.observe.metrics.count('gateway.notification.received', { signed: String(isSigned) });
  const parsed = supplierNotificationSchema.safeParse(received.body);
  const notification = parsed.success ? readNotification(parsed.data) : undefined;
  if (notification === undefined) {
    if (!isProven) return whenJunk();
    return setAside(deps, received, received.body === undefined ? 'not_json' : 'no_booking');
  }
  const clientId = named === undefined ? undefined : deps.callers.partners.find(named)?.clientId;
  const fields = { integration_id: notification.bid, reason: notification.type ?? 'bare' };
  if (clientId === undefined) {
    const message = `Notification ${named === undefined ? 'without a client id' : 'for an unknown client'}`;
    log('error', message, fields);
    if (!isProven) return;
    await setAside(deps, received, named === undefined ? 'no_client' : 'unknown_client');
    if (named !== undefined) throw new GatewayError('client_not_found');
    return;
  }
  const detail = { event: notification.type ?? 'bare', state: isSigned ? 'signed' : 'unsigned' };
  void deps.writes.journal.append({ clientId, id: notification.bid }, 'webhook_in', detail);
  tell(received, clientId, notification);
  if (!isProven) return takeHint(deps, { clientId }, notification);
  deps.events.tell(clientId, () => [
    toNotice({
      eventType: 'notification.received',
      timestamp: new Date(deps.clock.nowMs()).toISOString(),
      correlationId: received.correlationId,
      traceId: null,
      clientId,
      bookingId: deps.tokens.bookingIds.told(clientId, notification.bid),
      data: { type: notification.type, signed: isSigned },
    }),
  ]);
  await record(deps, { ...received, clientId }, notification);
};
