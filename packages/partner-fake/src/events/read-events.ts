/** The feed, and the sample of a webhook. */
import type { PartnerEvent, PartnerEventPage } from '@partner-gateway/contract';
import type { Call } from '../answer/call.ts';
import { ok, type Reply } from '../answer/reply.ts';
import { secondText } from '../clock.ts';
import { mark } from '../marks.ts';
import { demandNone, type FieldError, Refusal } from '../refusal.ts';
import type { State } from '../state.ts';

const oddCursor =
  'is not a cursor; take `next` of the page before, or leave it out to begin with the oldest event';

const numberFault = (
  query: URLSearchParams,
  field: string,
  [from, to]: readonly [number, number],
): FieldError[] => {
  const text = query.get(field);
  if (text === null) return [];
  if (!/^-?\d+$/.test(text)) return [{ field, message: 'must be a number' }];
  if (Number(text) < from) return [{ field, message: `must be at least ${from}` }];
  return Number(text) > to ? [{ field, message: `must be at most ${to}` }] : [];
};

/** Answers a page of the feed, waited for in real time where there is nothing yet. */
export const readEvents = async (state: State, { query }: Call): Promise<Reply> => {
  const since = query.get('since') ?? undefined;
  demandNone([
    ...(since === undefined || /^\d{1,15}-\d{1,15}$/.test(since)
      ? []
      : [{ field: 'since', message: oddCursor }]),
    ...numberFault(query, 'limit', [1, 500]),
    ...numberFault(query, 'wait_seconds', [0, 15]),
  ]);
  const limit = Number(query.get('limit') ?? 100);
  const waitMs = Number(query.get('wait_seconds') ?? 0) * 1000;
  const isEmpty = state.feed.page(since, limit).events.length === 0;
  if (isEmpty && waitMs > 0) await Promise.race([state.feed.nextEvent(), state.sleep(waitMs)]);
  const page: PartnerEventPage = state.feed.page(since, limit);
  return ok(page);
};

/** Posts a sample; throws `unprocessable` where there is no webhook to post it to. */
export const sampleWebhook = (state: State): Reply => {
  if (state.webhook === undefined) {
    throw new Refusal('unprocessable', { detail: 'No webhook is set up: give the fake a URL and a secret.' });
  }
  const nowMs = state.clock.now();
  const event: PartnerEvent = {
    id: `evt_test_${mark(`sample ${state.next('sample')}`, 17)}`,
    type: 'booking.status_changed',
    occurred_at: new Date(nowMs).toISOString(),
    data: {
      booking_id: 'BK-0-TEST',
      status: 'approved',
      previous_status: 'pending',
      ticket_url: null,
      updated_at: secondText(nowMs),
    },
  };
  state.webhooks.post(state.webhook, [event], nowMs);
  return { status: 202, body: { id: event.id } };
};
