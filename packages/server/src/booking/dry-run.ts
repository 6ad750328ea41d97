/** A dry run: create up to the body of its reserve, which is told in digests and never sent. */
import { createHmac } from 'node:crypto';
import { toReserveForm } from '@partner-gateway/booking-forms';
import { type DryRun, type DryRunRequest, errorTable } from '@partner-gateway/contract';
import { money, toMinor } from '@partner-gateway/pricing';
import type { ReserveForm } from '@partner-gateway/twelvego-client';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { type CartFacts, openBookingToken, stampOf } from '../steps/booking-token.ts';
import { toUtcSecond } from '../translate/utc-second.ts';
import { type Judgement, judgeBooking, toProblems } from './judge-booking.ts';
import { type JudgingNeeds, judgeSentData } from './prepare-reserve.ts';

type Call = PartnerCall<JudgingNeeds | 'tokens'>;

const digestDigits = 16;
const decimals = 2;

/** No session of ours: nobody holds seats under it. */
const noToken = '';

const factsOf = (clientId: string, cart: NonNullable<DryRunRequest['cart']>): CartFacts => {
  const { amount, currency } = cart.net_price;
  return {
    clientId,
    cartId: cart.cart_id,
    tripKey: cart.trip_key,
    departure: cart.departure,
    passengers: cart.passengers,
    netMinor: { adult: Number(toMinor(money(amount, currency), decimals, 'up')) },
    currency,
    ...(cart.contract_code !== undefined && { contractCode: cart.contract_code }),
  };
};

const openSent = (call: Call, { booking_token: tokenText, cart }: DryRunRequest) => {
  if (cart !== undefined)
    return { token: factsOf(call.clientId, cart), tokenText: noToken, stamp: undefined };
  const token = openBookingToken(call, tokenText ?? noToken);
  return { token, tokenText: tokenText ?? noToken, stamp: stampOf(token) };
};

const judge = (call: Call, request: DryRunRequest): Promise<Judgement> => {
  const { booking_data: sent, total_price: expected } = request;
  return judgeBooking(call, { ...openSent(call, request), sent, expected });
};

/** What create would refuse before there is a price; an outage says nothing about a booking. */
const refusalOf = (error: unknown): Pick<DryRun, 'problems'> => {
  if (!(error instanceof GatewayError) || errorTable[error.code].status >= 500) throw error;
  return { problems: toProblems(error) };
};

/** The body, where the data fit the form. */
const bodyOf = ({ deps }: Call, { form, given }: Judgement): ReserveForm => {
  try {
    return toReserveForm(form, judgeSentData(deps, form, given));
  } catch (error) {
    if (error instanceof GatewayError) return new Map();
    throw error;
  }
};

const digestsOf = (body: ReserveForm, key: string): DryRun['reserve'] =>
  [...body].map(([name, value]) => ({
    name,
    digest: createHmac('sha256', key).update(String(value)).digest('hex').slice(0, digestDigits),
  }));

/**
 * Judges a create without sending it.
 *
 * @throws GatewayError of status 500 and above, where nobody can say what create would do.
 */
export const dryRun = async (call: Call, request: DryRunRequest): Promise<DryRun> => {
  const about = { client_id: call.clientId, judged_at: toUtcSecond(call.deps.clock.nowMs()) };
  try {
    const judgement = await judge(call, request);
    const { total, lines, problems } = judgement;
    return {
      ...about,
      verdict: problems.length === 0 ? 'would_book' : 'would_refuse',
      problems,
      total_price: total,
      lines,
      reserve: digestsOf(bodyOf(call, judgement), request.digest_key),
    };
  } catch (error) {
    return {
      ...about,
      verdict: 'would_refuse',
      ...refusalOf(error),
      total_price: null,
      lines: [],
      reserve: [],
    };
  }
};
