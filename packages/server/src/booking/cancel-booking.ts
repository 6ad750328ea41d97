/** Cancel: the options of a booking, or its refund executed once under the write guard. */
import {
  type Booking,
  type CancelRequest,
  type Outcome,
  refundOptionsSchema,
} from '@partner-gateway/contract';
import {
  findRefund,
  type OfferedRefund,
  pickRefund,
  type RefundChoice,
  toRefundChoices,
} from '@partner-gateway/itineraries';
import { type TwelveGoClient, TwelveGoError } from '@partner-gateway/twelvego-client';
import type { Definite, SendGate } from '@partner-gateway/write-guard';
import type { TextAnswer } from '../answer.ts';
import { GatewayError, knowing, withOutcome } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { readStatus } from '../steps/partner-booking.ts';
import { finalCodeOf, forStep } from '../translate/upstream-error.ts';
import { openChoice, sealChoice } from './refund-choice.ts';
import { type KnownBooking, resolveBookingId } from './resolve-booking.ts';
import { type GuardedNeeds, runGuarded } from './write/guarded-write.ts';
import { readAndLearn } from './write/learned-status.ts';
import { lookUpBooking } from './write/look-ups.ts';
import { cancelled, type OutcomeNeeds, refundRead } from './write/outcomes.ts';
import { encodeFacts, problemAnswer, successAnswer } from './write/stored-answer.ts';

type Needs = 'clock' | 'events' | GuardedNeeds | OutcomeNeeds | 'tokens' | 'upstream';

type Cancelling = PartnerCall<Needs> & { readonly client: TwelveGoClient; readonly known: KnownBooking };

/** @param whenCancelled what a booking that is cancelled already says of the request. */
const assertCancellable = async (
  cancelling: Cancelling,
  whenCancelled: Outcome,
): Promise<Booking['status']> => {
  const { deps, client, known } = cancelling;
  const reading = { client, bid: known.bid, expected: (status: string) => status === 'approved' };
  const booking = await forStep('booking', readAndLearn(cancelling, reading));
  const status = readStatus(deps, booking.status);
  if (status !== 'approved') {
    throw new GatewayError('non_cancellable', {
      outcome: status === 'cancelled' ? whenCancelled : 'not_executed',
      detail: `The booking is ${status}, so it cannot be cancelled.`,
    });
  }
  return status;
};

const readChoices = async ({ client, known }: Cancelling): Promise<readonly RefundChoice[]> => {
  const options = await forStep('refundOptions', client.refundOptions(known.bid));
  return toRefundChoices(options).choices;
};

/** The options, best first; nothing is changed. */
const listOptions = async (cancelling: Cancelling): Promise<TextAnswer> => {
  const { known } = cancelling;
  const status = await assertCancellable(cancelling, 'not_executed');
  const choices = await readChoices(cancelling);
  const body = {
    booking_id: known.partnerId,
    booking_status: status,
    refund_options: choices.map((choice) => sealChoice(cancelling, known.bid, choice)),
  };
  return successAnswer(refundOptionsSchema, body, 'not_executed');
};

/** An option that is too old says nothing of what was done with it: the booking does. */
const openWanted = async (cancelling: Cancelling, text: string): Promise<OfferedRefund> => {
  try {
    return openChoice(cancelling, cancelling.known.bid, text);
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'refund_option_expired') throw error;
    await assertCancellable(cancelling, 'executed');
    throw withOutcome(error, 'not_executed');
  }
};

const choose = async (cancelling: Cancelling, wanted: OfferedRefund | undefined): Promise<RefundChoice> => {
  await assertCancellable(cancelling, 'executed');
  // From here on the booking itself has said that it is not cancelled.
  return knowing('not_executed', async () => {
    const choices = await readChoices(cancelling);
    const choice = wanted === undefined ? pickRefund(choices) : findRefund(choices, wanted);
    if (choice !== undefined) return choice;
    throw new GatewayError(wanted === undefined ? 'non_cancellable' : 'refund_option_expired');
  });
};

const refused = (cancelling: Cancelling, error: unknown): Definite<TextAnswer> => {
  if (!TwelveGoError.isInstance(error) || error.outcome !== 'rejected') throw error;
  const code = finalCodeOf('refund', error);
  return {
    outcome: 'not_executed',
    answer: problemAnswer(cancelling, code, { outcome: 'not_executed' }),
  };
};

const send = async (
  cancelling: Cancelling,
  { option, refund }: RefundChoice,
  gate: SendGate,
): Promise<Definite<TextAnswer>> => {
  const { client, known } = cancelling;
  gate.assertOpen();
  try {
    const result = await client.refund(known.bid, option, {
      signal: gate.signal,
      timeoutMs: gate.callLimitMs,
    });
    if (result.success) return cancelled(known.partnerId, refund);
    const answer = problemAnswer(cancelling, 'non_cancellable', { outcome: 'not_executed' });
    return { outcome: 'not_executed', answer: answer };
  } catch (error) {
    return refused(cancelling, error);
  }
};

const execute = (cancelling: Cancelling, body: CancelRequest, idempotencyKey: string | undefined) => {
  const { trace, client, known } = cancelling;
  const { refund_option: text } = body;
  const facts = (choice?: RefundChoice) => ({
    op: 'refund' as const,
    correlationId: trace.correlationId,
    bookingId: known.partnerId,
    ...refundFacts(choice),
  });
  return runGuarded(cancelling, {
    operation: 'refund',
    subject: known.bid,
    idempotencyKey,
    body,
    beforeSend: async () => {
      const wanted = text === undefined ? undefined : await openWanted(cancelling, text);
      return choose(cancelling, wanted);
    },
    factsOf: (choice) => encodeFacts(facts(choice)),
    send: (gate, choice) => send(cancelling, choice, gate),
    lookUp: () =>
      lookUpBooking(cancelling, { client, bid: known.bid }, (booking) =>
        refundRead(cancelling, facts(), booking),
      ),
    whenUnknown: () => {
      throw new GatewayError('upstream_timeout', {
        outcome: 'unknown',
        detail:
          'The supplier did not say whether the booking was cancelled. Read the booking before trying again.',
      });
    },
    whenAlreadyDone: () =>
      new GatewayError('non_cancellable', {
        outcome: 'executed',
        detail: 'The booking is already cancelled.',
      }),
  });
};

/** The refund as facts; none when a lost memory made the guard read before anything was chosen. */
const refundFacts = (choice: RefundChoice | undefined) => {
  if (choice === undefined) return {};
  const { amount: value, currency } = choice.refund;
  return { refund: { value, currency } };
};

/** A cancel as it was asked for. */
export type AskedCancel = {
  readonly bookingId: string;
  readonly body: CancelRequest;
  readonly idempotencyKey: string | undefined;
};

/**
 * Cancels a booking, or lists its refund options.
 *
 * @throws GatewayError `booking_not_found`, `non_cancellable`, `refund_option_expired`, `upstream_timeout` with an
 * unknown outcome.
 */
export const cancelBooking = async (
  call: PartnerCall<Needs>,
  { bookingId, body, idempotencyKey }: AskedCancel,
): Promise<TextAnswer> => {
  const { deps, partner, trace } = call;
  const known = resolveBookingId(call, bookingId);
  const client = deps.upstream.twelveGo.as(partner, { ...trace, story: known.bid });
  const cancelling: Cancelling = { ...call, client, known };
  const isTwoStep = partner.settings.cancellation_flow === 'two_step';
  const lists = body.preview === true || (isTwoStep && body.refund_option === undefined);
  // A list changes nothing, so no request for one ever did.
  return lists
    ? knowing('not_executed', () => listOptions(cancelling))
    : execute(cancelling, body, idempotencyKey);
};
