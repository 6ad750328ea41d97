/** Quote: what create would ask for and all that it would refuse, read only: nothing is claimed, held or sent. */
import { readChoices, withEveryPassenger } from '@partner-gateway/booking-forms';
import type { Quote, QuoteProblem, QuoteRequest } from '@partner-gateway/contract';
import { errorTable } from '@partner-gateway/contract';
import type { BookingToken } from '@partner-gateway/tokens';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { openBookingToken, stampOf } from '../steps/booking-token.ts';
import { toUtcSecond } from '../translate/utc-second.ts';
import { assertSameTotal, quotedPrice } from './expected-price.ts';
import { assertSeatsFree, judgeSentData, readSentChoices } from './prepare-reserve.ts';
import { assertSeatsOpen } from './seats.ts';
import { assertCredit } from './write/credit.ts';
import { alreadyReserved, toRefusal } from './write/guarded-write.ts';

type Needs = 'clock' | 'observe' | 'priceBook' | 'settings' | 'tokens' | 'upstream' | 'writes';

/** One of create's checks, which throws what create would answer. */
type Check = () => unknown;

const refusalOf = async (check: Check): Promise<GatewayError[]> => {
  try {
    await check();
    return [];
  } catch (error) {
    if (error instanceof GatewayError) return [error];
    throw error;
  }
};

const toProblems = ({ code, extras }: GatewayError): QuoteProblem[] => {
  const { fields = [], detail = errorTable[code].meaning, bookingId } = extras;
  if (fields.length > 0) return fields.map((mistake) => ({ code, ...mistake }));
  return [{ code, message: detail, ...(bookingId !== undefined && { booking_id: bookingId }) }];
};

/** What one field lacks is said once, by the first check that found it. */
const collect = async (checks: readonly Check[]): Promise<QuoteProblem[]> => {
  const problems = new Map<string, QuoteProblem>();
  for (const check of checks) {
    for (const refusal of await refusalOf(check)) {
      for (const problem of toProblems(refusal)) {
        const name = problem.field ?? problem.code;
        if (!problems.has(name)) problems.set(name, problem);
      }
    }
  }
  return [...problems.values()];
};

const assertUnreserved = async (
  { writes: { guard } }: Pick<Deps, 'writes'>,
  token: BookingToken,
): Promise<void> => {
  const subject = { clientId: token.clientId, operation: 'reserve', subject: token.cartId } as const;
  const obstacle = await guard.preview(subject, stampOf(token));
  if (obstacle?.kind === 'already_done') throw alreadyReserved(obstacle.reference);
  if (obstacle !== undefined) throw toRefusal(obstacle);
};

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const refundsOf = ({ refundableUntil }: BookingToken): Pick<Quote, 'refunds'> => {
  if (refundableUntil === undefined) return {};
  return { refunds: refundableUntil === null ? [] : [{ until: refundableUntil, percentage: 100 }] };
};

/**
 * Quotes a booking as far as it is filled in.
 *
 * @throws GatewayError the token's own refusals, `trip_unavailable`, `schema_unavailable`, and what keeps a price from being
 * made; whatever else create would refuse is told in `problems`.
 */
export const quoteBooking = async (call: PartnerCall<Needs>, request: QuoteRequest): Promise<Quote> => {
  const { deps, partner, trace } = call;
  const { booking_token: tokenText, booking_data: sent = {}, total_price: expected } = request;
  const token = openBookingToken(call, tokenText);
  const client = deps.upstream.twelveGo.as(partner, trace);
  const { form, given } = await readSentChoices(call, client, { token, tokenText, sent });
  const data = readChoices(form, given);
  const pricer = deps.priceBook.forContract(partner, token.contractCode);
  const { total, lines } = quotedPrice(token, { form, data }, pricer);
  const seats = textsOf(data.seat_selection);
  const problems = await collect([() => assertUnreserved(deps, token)]);
  const ofChoices: Check[] = [
    () => assertSeatsFree(form, given),
    () => judgeSentData(deps, form, withEveryPassenger(form, given)),
    () => judgeSentData(deps, form, given),
    () => assertSeatsOpen(call, { token, tokenText, seats }),
    () => assertSameTotal(expected, total),
    () => assertCredit(call, { clientId: token.clientId, kind: 'cart', id: token.cartId }, total),
  ];
  // The choices of a cart that became a booking are that booking's by now.
  if (!problems.some(({ code }) => code === 'already_reserved')) problems.push(...(await collect(ofChoices)));
  return {
    passenger_count: token.passengers,
    total_price: total,
    lines,
    ...refundsOf(token),
    expires_at: toUtcSecond(token.expiresAtSeconds * 1000),
    problems,
  };
};
