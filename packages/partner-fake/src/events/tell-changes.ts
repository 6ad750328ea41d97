/** Tells what became of bookings since it was last asked: in the feed, and to the webhook if there is one. */
import type { PartnerEvent } from '@partner-gateway/contract';
import { changesOf, ticketUrlOf } from '../booking/record.ts';
import { secondText } from '../clock.ts';
import { mark } from '../marks.ts';
import type { BookingRecord } from '../memory.ts';
import type { State } from '../state.ts';

const untold = (record: BookingRecord, nowMs: number): readonly PartnerEvent[] => {
  const changes = changesOf(record, nowMs);
  const events = changes.slice(record.toldChanges).map(({ status, atMs }, index): PartnerEvent => {
    const previous_status = changes[record.toldChanges + index - 1]?.status ?? null;
    return {
      id: `evt_${mark(`${record.id} ${record.toldChanges + index}`, 22)}`,
      type: 'booking.status_changed',
      occurred_at: new Date(atMs).toISOString(),
      data: {
        booking_id: record.id,
        status,
        previous_status,
        ticket_url: status === 'approved' ? ticketUrlOf(record, nowMs) : null,
        updated_at: secondText(atMs),
      },
    };
  });
  record.toldChanges = changes.length;
  return events;
};

/** Adds the changes until now, in the order in which they happened. */
export const tellChanges = (state: State): void => {
  const nowMs = state.clock.now();
  const events = [...state.bookings.values()].flatMap((record) => untold(record, nowMs));
  events.sort((one, other) => Date.parse(one.occurred_at) - Date.parse(other.occurred_at));
  for (const event of events) state.feed.add(event);
  state.feed.forget(nowMs);
  if (state.webhook !== undefined) state.webhooks.post(state.webhook, events, nowMs);
};
