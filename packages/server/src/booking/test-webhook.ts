/** A sample of a webhook, put where the relay sends it from: signed, tried again and told like any other. */
import { createHash } from 'node:crypto';
import type { PartnerNotification, TestWebhook } from '@partner-gateway/contract';
import { StoreUnavailable } from '@partner-gateway/write-guard';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Call = PartnerCall<'clock' | 'events'>;

/** No booking has it. */
const sampleBookingId = 'BK-0-TEST';

const sampleAt = (nowMs: number): PartnerNotification => ({
  booking_id: sampleBookingId,
  status: 'approved',
  previous_status: 'pending',
  ticket_url: null,
  updated_at: toUtcSecond(nowMs),
});

const orAway = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work;
  } catch (cause) {
    if (!(cause instanceof StoreUnavailable)) throw cause;
    throw new GatewayError('events_unavailable', {
      retryAfterSeconds: 5,
      cause,
      detail: 'The webhook could not be recorded. Try again.',
    });
  }
};

const assertSetUp = async (
  { webhooks: { endpoints } }: Deps['events'],
  { partner, clientId }: Pick<Call, 'partner' | 'clientId'>,
): Promise<void> => {
  const refused = (detail: string) => new GatewayError('unprocessable', { detail });
  if (partner.settings.webhook === undefined)
    throw refused('No webhook is set up: give the operator of the gateway a URL, a header and its word.');
  if (partner.webhook === undefined)
    throw refused('The webhook is set up, and a secret of it is missing: ask the operator of the gateway.');
  const { disabled } = await orAway(endpoints.read(clientId));
  if (disabled !== undefined)
    throw refused('The webhook is disabled: ask the operator of the gateway to enable it.');
};

/** Queues it. @throws GatewayError `events_unavailable`, `unprocessable` where it would be sent nowhere */
export const testWebhook = async ({
  deps: { clock, events },
  clientId,
  partner,
  trace: { correlationId },
}: Call): Promise<TestWebhook> => {
  await assertSetUp(events, { partner, clientId });
  const nowMs = clock.nowMs();
  const name = createHash('sha256').update(`${clientId}\n${correlationId}\n${nowMs}`).digest('base64url');
  const id = `evt_test_${name.slice(0, 22)}`;
  const payload = JSON.stringify(sampleAt(nowMs));
  const sample = { eventId: id, lane: sampleBookingId, payload, correlationId };
  await orAway(events.webhooks.queue.enqueueUnplaced(clientId, sample));
  return { id };
};
