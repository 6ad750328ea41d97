/** A booking judged as create would judge it, read only: all that would refuse it, at once. */
import { readChoices, withEveryPassenger } from '@partner-gateway/booking-forms';
import type { Money as ContractMoney, QuoteLine, QuoteProblem } from '@partner-gateway/contract';
import { errorTable } from '@partner-gateway/contract';
import type { TokenStamp } from '@partner-gateway/write-guard';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import type { Pricer } from '../partners/price-book.ts';
import type { CartFacts } from '../steps/booking-token.ts';
import { assertSameTotal, quotedPrice } from './expected-price.ts';
import {
  assertSeatsFree,
  type JudgingNeeds,
  judgeSentData,
  readSentChoices,
  type SentChoices,
  type SentData,
} from './prepare-reserve.ts';
import { assertSeatsOpen, sessionSeats } from './seats.ts';
import { assertCredit } from './write/credit.ts';
import { alreadyReserved, toRefusal } from './write/guarded-write.ts';

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

/** What keeps create from booking, as the partner is told it. */
export const toProblems = ({ code, extras }: GatewayError): QuoteProblem[] => {
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

/** A booking that may be filled in only in part, and what vouches for its token: nothing, for one of before this gateway. */
type Judged = {
  readonly token: CartFacts;
  readonly tokenText: string;
  readonly stamp: TokenStamp | undefined;
  readonly sent: SentData;
  readonly expected: ContractMoney | undefined;
};

const unstamped: TokenStamp = { memoryId: '', issuedAtMs: 0 };

const assertUnreserved = async (
  { writes: { guard } }: Pick<Deps, 'writes'>,
  { token, stamp }: Pick<Judged, 'token' | 'stamp'>,
): Promise<void> => {
  const subject = { clientId: token.clientId, operation: 'reserve', subject: token.cartId } as const;
  const obstacle = await guard.preview(subject, stamp ?? unstamped);
  if (obstacle?.kind === 'already_done') throw alreadyReserved(obstacle.reference);
  // Of a token that is none of ours no memory is known, and none has been lost.
  if (obstacle?.kind === 'stale' && stamp === undefined) return;
  if (obstacle !== undefined) throw toRefusal(obstacle);
};

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** What create would ask for, and everything that it would refuse, at once. */
export type Judgement = SentChoices & {
  readonly total: ContractMoney;
  readonly lines: QuoteLine[];
  readonly problems: QuoteProblem[];
};

/**
 * Judges a booking as create would, read only: nothing is claimed, held or sent.
 *
 * @throws GatewayError `trip_unavailable`, `schema_unavailable`, and what keeps a price from being made.
 */
export const judgeBooking = async (call: PartnerCall<JudgingNeeds>, asked: Judged): Promise<Judgement> => {
  const { deps, partner, trace } = call;
  const { token, tokenText, sent, expected } = asked;
  const client = deps.upstream.twelveGo.as(partner, trace);
  const locked = sessionSeats(call, { token, tokenText });
  const { form, given } = await readSentChoices(call, client, { token, sent, locked });
  const data = readChoices(form, given);
  const { total, lines } = quotedPrice(token, { form, data }, pricerOf(call, token));
  const seats = textsOf(data.seat_selection);
  const problems = await collect([() => assertUnreserved(deps, asked)]);
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
  return { form, given, total, lines, problems };
};

/** Prices under the contract of the token, or under that of its country where the token is of before this gateway. */
const pricerOf = (
  { deps, partner }: PartnerCall<'priceBook'>,
  { contractCode, tripKey }: CartFacts,
): Pricer =>
  contractCode === undefined
    ? deps.priceBook.forCountry(partner, tripKey.slice(0, 2))
    : deps.priceBook.forContract(partner, contractCode);
