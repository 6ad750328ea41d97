/** What an operator asks about events: notifications of 12go that were set aside. */
import type { NotificationDeadLetters } from '@partner-gateway/contract';
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
