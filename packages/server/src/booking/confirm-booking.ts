/** Confirm: read first, credit checked, confirmed once under the write guard, then read back. */
import { incompleteResultLifeSeconds } from '@partner-gateway/tokens';
import { type TwelveGoClient, TwelveGoError } from '@partner-gateway/twelvego-client';
import type { Definite, SendGate } from '@partner-gateway/write-guard';
import type { TextAnswer } from '../answer.ts';
import { GatewayError, knowing } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { netOf, pricerFor, readStatus } from '../steps/partner-booking.ts';
import { finalCodeOf, forStep } from '../translate/upstream-error.ts';
import { type KnownBooking, resolveBookingId } from './resolve-booking.ts';
import { uncount } from './unconfirmed.ts';
import { holdCredit, releaseCredit } from './write/credit.ts';
import { type GuardedNeeds, runGuarded } from './write/guarded-write.ts';
import { readAndLearn } from './write/learned-status.ts';
import { lookUpBooking } from './write/look-ups.ts';
import { confirmRead, type OutcomeNeeds } from './write/outcomes.ts';
import { encodeFacts, pendingAnswer, problemAnswer } from './write/stored-answer.ts';

type Needs =
  | 'admission'
  | 'clock'
  | 'events'
  | GuardedNeeds
  | OutcomeNeeds
  | 'observe'
  | 'tokens'
  | 'upstream'
  | 'writes';

type Confirming = PartnerCall<Needs> & { readonly client: TwelveGoClient; readonly known: KnownBooking };

const firstRetrySeconds = 2;

const assertConfirmable = async (confirming: Confirming, attemptId: string): Promise<void> => {
  const { deps, clientId, client, known } = confirming;
  const reading = { client, bid: known.bid, expected: (status: string) => status === 'reserved' };
  const booking = await forStep('booking', readAndLearn(confirming, reading));
  const status = readStatus(deps, booking.status);
  if (status === 'approved')
    throw new GatewayError('already_confirmed', { outcome: 'executed', bookingId: known.partnerId });
  // From here on the booking itself has said that it is not confirmed.
  await knowing('not_executed', async () => {
    if (status === 'cancelled' || status === 'failed' || status === 'declined') {
      throw new GatewayError('confirm_failed', { detail: `The booking is ${status}.` });
    }
    const total = pricerFor(confirming, booking).total(netOf(booking), Math.max(1, booking.seats));
    const held = { clientId, kind: 'booking', id: known.bid, attemptId } as const;
    await holdCredit(confirming, held, total);
  });
};

/** It was confirmed before; what it is now may be something else. */
const alreadyConfirmed = async (confirming: Confirming): Promise<GatewayError> => {
  const { deps, client, known } = confirming;
  const booking = await readAndLearn(confirming, { client, bid: known.bid }).catch(() => undefined);
  const status = booking === undefined ? 'approved' : readStatus(deps, booking.status);
  if (status === 'approved' || status === 'pending' || status === 'reserved')
    return new GatewayError('already_confirmed', { outcome: 'executed', bookingId: known.partnerId });
  return new GatewayError('confirm_failed', {
    outcome: 'executed',
    detail: `The booking was confirmed before, and is ${status} now.`,
  });
};

const refused = (confirming: Confirming, error: unknown): Definite<TextAnswer> => {
  if (!TwelveGoError.isInstance(error) || error.outcome !== 'rejected') throw error;
  const code = finalCodeOf('confirm', error);
  const detail = code === 'confirm_failed' ? error.messages[0] : undefined;
  return {
    outcome: 'not_executed',
    answer: problemAnswer(confirming, code, { outcome: 'not_executed', detail }),
  };
};

/**
 * 12go took the confirm, so it is executed; while its status still lags, the booking shows as pending. A read that says
 * nothing leaves the outcome open, for whoever reads next.
 */
const taken = async (confirming: Confirming): Promise<Definite<TextAnswer>> => {
  const { deps, client, known } = confirming;
  const settled = await lookUpBooking(confirming, { client, bid: known.bid }, (booking) => {
    const lagging = readStatus(deps, booking.status) === 'reserved';
    return confirmRead(confirming, known.partnerId, lagging ? { ...booking, status: 'pending' } : booking);
  });
  if (settled.says === 'executed')
    return { outcome: 'executed', answer: settled.answer, reference: known.partnerId };
  if (settled.says === 'not_executed') return { outcome: 'not_executed', answer: settled.answer };
  throw new Error('confirmed, but not readable yet');
};

const send = async (confirming: Confirming, gate: SendGate): Promise<Definite<TextAnswer>> => {
  gate.assertOpen();
  try {
    const { client, known } = confirming;
    await client.confirm(known.bid, { signal: gate.signal, timeoutMs: gate.callLimitMs });
  } catch (error) {
    return refused(confirming, error);
  }
  return taken(confirming);
};

const pending = ({ deps, clientId, known }: Confirming): TextAnswer => {
  const issuedAtSeconds = deps.clock.nowSeconds();
  const id = deps.tokens.incompleteResult.issue({
    operation: 'confirm',
    bid: known.bid,
    clientId,
    issuedAtSeconds,
    expiresAtSeconds: issuedAtSeconds + incompleteResultLifeSeconds,
  });
  return pendingAnswer(id, firstRetrySeconds);
};

/**
 * Confirms a booking, once.
 *
 * @throws GatewayError `booking_not_found`, `already_confirmed`, `confirm_failed`, credit and store refusals.
 */
export const confirmBooking = async (
  call: PartnerCall<Needs>,
  bookingId: string,
  idempotencyKey: string | undefined,
): Promise<TextAnswer> => {
  const { deps, clientId, partner, trace } = call;
  const known = resolveBookingId(call, bookingId);
  const client = deps.upstream.twelveGo.as(partner, { ...trace, story: known.bid });
  const confirming: Confirming = { ...call, client, known };
  const { correlationId } = trace;
  const held = { clientId, kind: 'booking', id: known.bid } as const;
  return runGuarded(call, {
    operation: 'confirm',
    subject: known.bid,
    idempotencyKey,
    body: null,
    beforeSend: (attemptId) => assertConfirmable(confirming, attemptId),
    factsOf: () => encodeFacts({ op: 'confirm', correlationId, bookingId: known.partnerId }),
    whenNotSent: (attemptId) => releaseCredit(deps, { ...held, attemptId }, { outcome: 'not_executed' }),
    send: async (gate) => {
      const definite = await send(confirming, gate);
      const released = releaseCredit(deps, held, definite);
      await Promise.all([released, definite.outcome === 'executed' && uncount(deps, held)]);
      return definite;
    },
    lookUp: () =>
      lookUpBooking(call, { client, bid: known.bid }, (booking) =>
        confirmRead(call, known.partnerId, booking),
      ),
    whenUnknown: () => pending(confirming),
    whenAlreadyDone: () => alreadyConfirmed(confirming),
  });
};
