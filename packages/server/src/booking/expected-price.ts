/** What a booking should cost: from the token's net price and the choices made, before anything is sent. */
import type { BookingForm } from '@partner-gateway/booking-forms';
import {
  type ChosenData,
  chosenSurcharges,
  type PricedChoice,
  seatSurcharges,
} from '@partner-gateway/booking-forms';
import type { Money as ContractMoney, QuoteLine, QuoteLineKind } from '@partner-gateway/contract';
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
import type { CartFacts } from '../steps/booking-token.ts';

type Fare = Pick<CartFacts, 'netMinor' | 'currency' | 'passengers'>;

const perPassenger = ({ netMinor, currency }: Fare): Money =>
  moneyFromMinor(BigInt(netMinor.adult), currency, 2);

const basePrice = (token: Fare): { value: DecimalText; fxcode: string } => ({
  value: toDecimalText(toDecimal(perPassenger(token), 2)),
  fxcode: token.currency,
});

/** The supplier's net price expected for the booking as it was filled in. */
export const expectedBookingNet = (token: Fare, form: BookingForm, data: ChosenData): Money =>
  asGateway(() =>
    expectedNet(
      [{ net: perPassenger(token), passengers: token.passengers }],
      chosenSurcharges(form, data, basePrice(token)).map(({ net }) => net),
    ),
  );

const kindOf = ({ field: { place, name, kind } }: PricedChoice): QuoteLineKind => {
  if (kind === 'seats') return 'seat';
  if (place === 'passenger') return name.startsWith('baggage_option') ? 'baggage' : 'option';
  if (name.startsWith('points_pick')) return 'pick_up';
  if (name.startsWith('points_drop')) return 'drop_off';
  return name.startsWith('delivery') ? 'delivery' : 'option';
};

const lineOf = (choice: PricedChoice) => ({
  kind: kindOf(choice),
  title: choice.title,
  field: choice.path,
});

const isPaid = ({ amount }: ContractMoney): boolean => /[1-9]/.test(amount);

/** The total of the booking as far as it is filled in, and the lines that add up to it. */
export const quotedPrice = (
  token: Fare,
  { form, data }: { readonly form: BookingForm; readonly data: ChosenData },
  pricer: Pricer,
): { readonly total: ContractMoney; readonly lines: QuoteLine[] } => {
  const choices = asGateway(() => chosenSurcharges(form, data, basePrice(token)));
  const fare = asGateway(() => expectedNet([{ net: perPassenger(token), passengers: token.passengers }]));
  const parts = pricer.breakdown(
    fare,
    token.passengers,
    choices.map(({ net }) => net),
  );
  const people = token.passengers === 1 ? '1 passenger' : `${token.passengers} passengers`;
  const fees: QuoteLine = { kind: 'fees', title: `Fees for ${people}`, amount: parts.fees };
  return {
    total: parts.total,
    lines: [
      { kind: 'fare', title: `Fare for ${people}`, amount: parts.fare },
      ...(isPaid(parts.fees) ? [fees] : []),
      ...parts.surcharges.flatMap((amount, index) => {
        const choice = choices[index];
        return choice === undefined ? [] : [{ ...lineOf(choice), amount }];
      }),
    ],
  };
};

/** The total shown when seats are locked: the fare of as many passengers as there are seats, with their surcharges. */
export const lockedSeatsTotal = (
  token: Fare,
  { form, seats }: { readonly form: BookingForm; readonly seats: readonly string[] },
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
    expectedTotal: expected,
    fields: [{ field: 'total_price', message: `is not ${expected.amount} ${expected.currency}` }],
  });
};
