/** Everything that may still refuse a booking before it is sent, on the way to it: form, data, seats, total, credit. */
import type { BookingForm } from '@partner-gateway/booking-forms';
import { judgeBookingData, seatCountMistake, toReserveForm } from '@partner-gateway/booking-forms';
import type { BookingData, Money as ContractMoney, CreateBookingRequest } from '@partner-gateway/contract';
import { toDecimal } from '@partner-gateway/pricing';
import type { BookingToken } from '@partner-gateway/tokens';
import type { ReserveForm, TwelveGoClient } from '@partner-gateway/twelvego-client';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import type { Pricer } from '../partners/price-book.ts';
import type { CartFacts } from '../steps/booking-token.ts';
import { readFormToBook } from '../steps/checkout-form.ts';
import { assertSameTotal, expectedBookingNet } from './expected-price.ts';
import { assertSeatsOpen } from './seats.ts';
import { countUnconfirmed } from './unconfirmed.ts';
import { readyCredit } from './write/credit.ts';
import type { ReserveFacts } from './write/stored-answer.ts';

/** What judging a booking takes, and preparing it. */
export type JudgingNeeds = 'clock' | 'observe' | 'priceBook' | 'settings' | 'upstream' | 'writes';

/** A booking that is ready to be sent. */
export type PreparedReserve = {
  readonly form: BookingForm;
  readonly body: ReserveForm;
  readonly facts: ReserveFacts;
  /** Rules and rates the total was made with; the booking is judged and priced with the same. */
  readonly pricer: Pricer;
  readonly total: ContractMoney;
};

type Preparing = {
  readonly token: BookingToken;
  readonly tokenText: string;
  readonly request: CreateBookingRequest;
  readonly attemptId: string;
  /** The seats that this session locked. */
  readonly locked: Promise<readonly string[]>;
};

/** What a partner sent for a booking. */
export type SentData = CreateBookingRequest['booking_data'];

/** A cart's live form, and what was sent for it with the seats that this session locked. */
export type SentChoices = { readonly form: BookingForm; readonly given: SentData };

/** @throws GatewayError `trip_unavailable` when the cart is gone, `schema_unavailable` */
export const readSentChoices = async (
  { deps }: PartnerCall<'observe' | 'settings'>,
  client: TwelveGoClient,
  { token, sent, locked }: { token: CartFacts; sent: SentData; locked: Promise<readonly string[]> },
): Promise<SentChoices> => {
  const [form, seats] = await Promise.all([readFormToBook(deps, client, token), locked]);
  return { form, given: seats.length === 0 ? sent : { ...sent, seat_selection: [...seats] } };
};

/** @throws GatewayError `schema_validation_failed` or `missing_parameter`, with every field that is wrong. */
export const judgeSentData = (
  { clock: { nowMs } }: Pick<Deps, 'clock'>,
  form: BookingForm,
  data: SentData,
): BookingData => {
  const verdict = judgeBookingData(form, data, new Date(nowMs()).toISOString().slice(0, 10));
  if (verdict.ok) return verdict.data;
  const counted = seatCountMistake(form, data.seat_selection);
  const fields = verdict.fields.map((mistake) => (mistake.field === counted?.field ? counted : mistake));
  const [first] = fields;
  const more = fields.length - 1;
  const others = more === 0 ? '' : ` ${more} more ${more === 1 ? 'field needs' : 'fields need'} attention.`;
  const detail = first === undefined ? {} : { detail: `${first.field}: ${first.message}.${others}` };
  throw new GatewayError(verdict.code, { fields, ...detail });
};

/** @throws GatewayError `seats_unavailable`, naming the seats that are not free at 12go. */
export const assertSeatsFree = (form: BookingForm, data: Record<string, unknown>): void => {
  const { seat_selection: seats } = data;
  if (!Array.isArray(seats) || !form.hasSeatMap) return;
  const fields = seats.flatMap((seat, index) =>
    typeof seat !== 'string' || form.freeSeats.has(seat)
      ? []
      : [{ field: `booking_data.seat_selection[${index}]`, message: 'is not a free seat' }],
  );
  if (fields.length > 0) throw new GatewayError('seats_unavailable', { fields });
};

/** Waits for all of them; what the first of those that failed threw is thrown. */
const all = async (steps: readonly Promise<void>[]): Promise<void> => {
  for (const step of await Promise.allSettled(steps)) if (step.status === 'rejected') throw step.reason;
};

/**
 * Prepares a reserve. What is asked of the stores last leaves together: the seats, the credit, and room for one more reservation.
 *
 * @throws GatewayError every refusal of create that comes before the supplier is asked to book.
 */
export const prepareReserve = async (
  call: PartnerCall<JudgingNeeds | 'admission'>,
  client: TwelveGoClient,
  { token, tokenText, request, attemptId, locked }: Preparing,
): Promise<PreparedReserve> => {
  const { deps, partner, trace } = call;
  const sent = request.booking_data;
  const { form, given } = await readSentChoices(call, client, { token, sent, locked });
  assertSeatsFree(form, given);
  const data = judgeSentData(deps, form, given);
  const net = expectedBookingNet(token, form, data);
  const pricer = deps.priceBook.forContract(partner, token.contractCode);
  const total = deps.observe.spans.withinSync('apply_pricing', () => pricer.total(net, token.passengers));
  void deps.writes.journal.append({ clientId: token.clientId, id: token.cartId }, 'price', {
    state: 'quoted',
    passengers: token.passengers,
    ...total,
  });
  assertSameTotal(request.total_price, total);
  const body = toReserveForm(form, data);
  const held = { clientId: token.clientId, kind: 'cart', id: token.cartId, attemptId } as const;
  const setAside = await readyCredit(call, held, total);
  const seats = data.seat_selection ?? [];
  await all([assertSeatsOpen(call, { token, tokenText, seats }), setAside(), countUnconfirmed(call, token)]);
  return {
    form,
    pricer,
    total,
    body,
    facts: {
      op: 'reserve',
      correlationId: trace.correlationId,
      contractCode: token.contractCode,
      passengers: token.passengers,
      expectedNet: { value: toDecimal(net, 6), currency: net.currency },
      stations: token.stations,
      departure: token.departure,
    },
  };
};
