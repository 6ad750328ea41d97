/** Checkout forms for tests: read by the real client off a body, and priced with the contract's 10 %. */
import { createMarkup, surcharge, toContractMoney } from '@partner-gateway/pricing';
import {
  type CheckoutForm,
  createTwelveGoClient,
  createTwelveGoTransport,
  type Price,
  toCartId,
  toDecimal,
} from '@partner-gateway/twelvego-client';
import fc from 'fast-check';
import type { SurchargePricing } from '../../src/surcharges.ts';

const markup = createMarkup({ percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' });

/** 12go's answer to the checkout call, as the client reads it. */
export const readCheckout = (body: string): Promise<CheckoutForm> => {
  const bytes = new TextEncoder().encode(body);
  const transport = createTwelveGoTransport({
    baseUrl: 'https://api.upstream.example',
    exchange: async () => ({
      status: 200,
      headers: new Headers({ 'content-type': 'application/json' }),
      body: (async function* () {
        yield await Promise.resolve(bytes);
      })(),
    }),
  });
  return createTwelveGoClient(transport, 'key').checkoutForm(toCartId('c8Kq2Zt1'), 2);
};

/** A net fare per passenger. */
export const fareOf = (value: string, fxcode: string): Price => ({ value: toDecimal(value), fxcode });

/** Surcharges over a fare, marked up by 10 %. */
export const pricingAt = (base: Price): SurchargePricing => ({
  base,
  sell: (net) => toContractMoney(surcharge({ net, markup }).price),
});

/** The token of the trip in most sample keys, and that of a second leg. */
export const trip = 'TH014901tK0Rob00F0kQ2r7M';
const leg = 'PH0igu0ihJaIDf09S01mZc8D';

const keys = [
  'contact[mobile]',
  'contact[email]',
  'seats',
  ...['first_name', 'last_name', 'title', 'gender', 'dob', 'country_id', 'id_type', 'id_no', 'id_exp_date']
    .concat(['id_scan', 'is_child', 'seattype_code', 'visa_type', 'weight', `baggage_${trip}`])
    .flatMap((name) => [`passenger[0][${name}]`, `passenger[1][${name}]`]),
  ...[trip, leg].flatMap((token) => [
    `points[${token}][pickup]`,
    `points[${token}][address]`,
    `delivery[${token}]`,
    `delivery[${token}][address]`,
    `selected_seats_${token}`,
    `selected_seats_${token}_allow_auto`,
  ]),
  `points[${trip}]["'\\\n\`]`,
  'misc[terms]',
  'misc[name]',
  'insurance[policy]',
  'constructor',
  '__proto__',
];

const prices = fc.option(fc.record({ value: fc.integer({ min: 0, max: 99 }), fxcode: fc.constant('THB') }));
const options = fc.uniqueArray(
  fc.record({
    value: fc.constantFrom('a', 'b', 'c', '0', 'X Y'),
    text: fc.constantFrom('Alpha', 'Beta', 'Gamma', 'Zero', ''),
    data: fc.option(fc.record({ price: prices }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 4, selector: ({ value }) => value },
);
const seats = fc.dictionary(
  fc.constantFrom('1', '2', '3', '4', 'A1', 'B1'),
  fc.record({ is_available: fc.boolean(), price: prices, price_diff: prices }),
  { noNullPrototype: true },
);
const rules = fc.constantFrom([], ['/^[A-Z]{2,5}$/i'], ['/^[0-9]+$/', '/^\\pL+$/u'], ['/broken']);

const fieldBodies = fc.record(
  {
    type: fc.constantFrom('input', 'select', 'checkbox', 'date', 'file', 'other'),
    title: fc.string(),
    disabled: fc.boolean(),
    is_visible: fc.boolean(),
    required: fc.boolean(),
    regexp: rules,
    options: fc.option(options),
    data: fc.record({
      min_seats: fc.option(fc.integer({ min: 0, max: 2 })),
      seatmap: fc.option(fc.record({ seats, booked: fc.constant({ '4': true }), layouts: fc.constant([]) })),
    }),
  },
  { requiredKeys: [] },
);

/** Checkout bodies as 12go could send them: any of its keys, in any order, with any attributes. */
export const checkoutBodies: fc.Arbitrary<string> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...keys), fieldBodies), { minLength: 1, selector: ([key]) => key })
  .map((fields) => JSON.stringify(Object.fromEntries(fields)));
