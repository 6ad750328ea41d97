/** What a booking should cost: from the token's net price and the choices made, before anything is sent. */
import type { BookingData, Money as ContractMoney } from '@partner-gateway/contract';
import {
  expectedNet,
  isSameContractMoney,
  type Money,
  moneyFromMinor,
  toDecimal,
} from '@partner-gateway/pricing';
import { type DecimalText, toDecimal as toDecimalText } from '@partner-gateway/twelvego-client';
import { GatewayError } from '../errors.ts';
import { asGateway, type Pricer } from '../partners/price-book.ts';
import type { BookingToken } from '../tokens/payloads.ts';
import type { BookingForm } from '../translate/booking-form.ts';
import { chosenSurcharges, seatSurcharges } from '../translate/surcharges.ts';

const perPassenger = ({ np, cur }: BookingToken): Money => moneyFromMinor(BigInt(np.adult), cur, 2);

const basePrice = (token: BookingToken): { value: DecimalText; fxcode: string } => ({
  value: toDecimalText(toDecimal(perPassenger(token), 2)),
  fxcode: token.cur,
});

/** The supplier's net price expected for the booking as it was filled in. */
export const expectedBookingNet = (token: BookingToken, form: BookingForm, data: BookingData): Money =>
  asGateway(() =>
    expectedNet(
      [{ net: perPassenger(token), passengers: token.pax }],
      chosenSurcharges(form, data, basePrice(token)),
    ),
  );

/** The total shown when seats are locked: the fare of as many passengers as there are seats, with their surcharges. */
export const lockedSeatsTotal = (
  token: BookingToken,
  form: BookingForm,
  seats: readonly string[],
  pricer: Pricer,
): ContractMoney => {
  const surcharges = asGateway(() => seatSurcharges(form, seats, basePrice(token)));
  const net = asGateway(() =>
    expectedNet([{ net: perPassenger(token), passengers: seats.length }], surcharges),
  );
  return pricer.total(net, seats.length);
};

/** @throws GatewayError `cost_mismatch` when the partner's figure is not ours to the cent. */
export const assertSameTotal = (sent: ContractMoney | undefined, expected: ContractMoney): void => {
  if (sent === undefined || asGateway(() => isSameContractMoney(sent, expected))) return;
  throw new GatewayError('cost_mismatch', {
    detail: `The expected total is ${expected.amount} ${expected.currency}.`,
    fields: [{ field: 'total_price', message: `is not ${expected.amount} ${expected.currency}` }],
  });
};
