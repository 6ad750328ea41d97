/** Takes a notification of 12go: attributed, counted, acknowledged. Its content is a hint; bookings are always read live. */
import type { SupplierNotification } from '@partner-gateway/contract';
import type { LogFields, LogLevel } from '@partner-gateway/telemetry';
import { readNotification } from '@partner-gateway/twelvego-client';
import type { Deps } from '../deps.ts';

type Slice = Pick<Deps, 'callers' | 'observe' | 'writes'>;

/** A notification and how it came. */
export type Received = {
  readonly clientId: string | undefined;
  readonly body: SupplierNotification;
  readonly isSigned: boolean;
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
};

/**
 * Takes a notification. One without a client id, or with one that is not configured, cannot be attributed, since a booking does
 * not tell its account; it is acknowledged and logged, so that 12go does not send it for ever and nobody learns which clients
 * there are.
 */
export const receiveNotification = (
  { callers: { partners }, observe: { metrics }, writes: { journal, bookingChanged } }: Slice,
  { clientId: named, body, isSigned, log }: Received,
): void => {
  metrics.count('gateway.notification.received', { signed: String(isSigned) });
  const clientId = named === undefined ? undefined : partners.find(named)?.clientId;
  const notification = readNotification(body);
  const fields = {
    client_id: clientId,
    integration_id: notification?.bid,
    reason: notification?.type ?? 'bare',
  };
  if (clientId !== undefined && notification !== undefined) {
    const detail = { event: notification.type ?? 'bare', state: isSigned ? 'signed' : 'unsigned' };
    void journal.append({ clientId, id: notification.bid }, 'webhook_in', detail);
    bookingChanged({ clientId, bid: notification.bid, isSigned });
  }
  if (clientId === undefined)
    log(
      'error',
      `Notification ${named === undefined ? 'without a client id' : 'for an unknown client'}`,
      fields,
    );
  else log('info', 'Notification received', fields);
};
