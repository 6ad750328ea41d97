/** The changes of a client's bookings since a place in their order, waited for where there is none yet. */
import type { PartnerEvent, PartnerEventPage } from '@partner-gateway/contract';
import { StoreUnavailable } from '@partner-gateway/write-guard';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { isStatusChange, readEntry, type StatusChange } from '../events/outbox-events.ts';
import type { PartnerCall } from '../partner-call.ts';

type Call = PartnerCall<'clock' | 'events' | 'service'>;

export type AskedEvents = {
  readonly since?: string | undefined;
  readonly limit: number;
  readonly wait_seconds: number;
};

const lookEveryMs = 500;
const readAtOnce = 200;
const beginning = '0-0';

/** A change as its partner is told it. */
const toPartnerEvent = ({ eventId, eventType, timestamp, bookingId, data }: StatusChange): PartnerEvent => ({
  id: eventId,
  type: eventType,
  occurred_at: timestamp,
  data: {
    booking_id: bookingId,
    status: data.status,
    previous_status: data.previousStatus,
    ticket_url: data.ticketUrl,
    updated_at: data.updatedAt,
  },
});

const readPage = async (
  { outbox }: Deps['events'],
  clientId: string,
  { since = beginning, limit }: AskedEvents,
): Promise<PartnerEventPage> => {
  const events: PartnerEvent[] = [];
  let next = since;
  for (;;) {
    const entries = await outbox.readAfter(clientId, next, readAtOnce);
    for (const entry of entries) {
      if (events.length === limit) return { events, next };
      next = entry.position;
      const event = readEntry(clientId, entry);
      if (isStatusChange(event)) events.push(toPartnerEvent(event));
    }
    if (entries.length < readAtOnce) return { events, next };
  }
};

/** The page; waits for the first event as long as it is asked to. @throws GatewayError `events_unavailable` */
export const listEvents = async (
  { deps: { clock, events, service }, clientId }: Call,
  asked: AskedEvents,
): Promise<PartnerEventPage> => {
  const looks = Math.ceil((asked.wait_seconds * 1_000) / lookEveryMs);
  try {
    let page = await readPage(events, clientId, asked);
    for (let look = 0; look < looks && page.events.length === 0 && !service.isLeaving(); look += 1) {
      await clock.sleep(lookEveryMs);
      page = await readPage(events, clientId, { ...asked, since: page.next });
    }
    return page;
  } catch (cause) {
    if (!(cause instanceof StoreUnavailable)) throw cause;
    throw new GatewayError('events_unavailable', { retryAfterSeconds: 5, cause });
  }
};
