/** An itinerary that is opened, told step by step to whoever follows more than bookings. */
import type { CheckoutResponse, ErrorCode, Outcome } from '@partner-gateway/contract';
import { GatewayError } from '../errors.ts';
import { toNotice } from '../events/outbox-events.ts';
import type { PartnerCall } from '../partner-call.ts';
import { traceIdOf } from '../translate/story-words.ts';

type Call = PartnerCall<'clock' | 'events'>;

/** Ids of plain clients are their own text, and sealed ones have no end. */
const attemptMax = 200;

const failureOf = (error: unknown): { readonly code: ErrorCode; readonly outcome: Outcome } => ({
  code: error instanceof GatewayError ? error.code : 'internal_error',
  outcome: 'not_executed',
});

/** Opens it, telling that it is asked for and what came of it. */
export const tellCheckout = async (
  { deps: { clock, events }, clientId, trace }: Call,
  itineraryId: string,
  open: () => Promise<CheckoutResponse>,
): Promise<CheckoutResponse> => {
  const attempt = itineraryId.slice(0, attemptMax);
  const envelope = () => ({
    timestamp: new Date(clock.nowMs()).toISOString(),
    correlationId: trace.correlationId,
    traceId: traceIdOf(trace) ?? null,
    clientId,
    bookingId: null,
  });
  events.tell(clientId, () => [
    toNotice({ ...envelope(), eventType: 'checkout.requested', data: { attempt } }),
  ]);
  try {
    const response = await open();
    const total = response.itineraries[0]?.pricing.gross_price ?? null;
    events.tell(clientId, () => [
      toNotice({ ...envelope(), eventType: 'checkout.responded', data: { attempt, total } }),
    ]);
    return response;
  } catch (error) {
    events.tell(clientId, () => [
      toNotice({ ...envelope(), eventType: 'checkout.failed', data: { attempt, ...failureOf(error) } }),
    ]);
    throw error;
  }
};
