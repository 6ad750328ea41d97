/** The prices of a search are those of each option by itself, however many options share a fare. */
import type { Price, TravelOption, Trip } from '@partner-gateway/twelvego-client';
import { toDecimal } from '@partner-gateway/twelvego-client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedGateway, startEmbedded } from '../../embedded/start.ts';
import type { PartnerCall } from '../../src/partner-call.ts';
import { searchPrices } from '../../src/search/prices.ts';

let gateway: EmbeddedGateway;
beforeAll(async () => {
  gateway = await startEmbedded();
});
afterAll(() => gateway.close());

const price = fc.option(
  fc.record({
    value: fc.constantFrom(null, ...['0', '1', '11', '1.1', '17.50', '780'].map(toDecimal)),
    fxcode: fc.constantFrom('THB', 'USD'),
  }) satisfies fc.Arbitrary<Price>,
  { nil: null },
);
const option = fc.record({
  netprice: price,
  sysfee: price,
  agfee: price,
  price,
  price_restriction: fc.constantFrom(0, 1, 3, 11),
}) as unknown as fc.Arbitrary<TravelOption>;
const trip = fc.constantFrom('TH0149', 'VN0fSc').map((id) => ({ id }) as unknown as Trip);

test('an option is priced, or dropped for the reason, as if it were alone', () => {
  const { priceBook, callers } = gateway.gateway.parts.deps;
  const call = { deps: { priceBook }, partner: callers.partners.find('demo') } as PartnerCall<'priceBook'>;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(option, trip), { maxLength: 60 }),
      fc.constantFrom(undefined, 'USD', 'JPY'),
      (asked, currency) => {
        const together = searchPrices(call, currency);
        for (const [each, of] of asked) {
          const alone = searchPrices(call, currency);
          expect(together.price(each, of)).toEqual(alone.price(each, of));
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('fares that differ in nothing but their fee are priced each by itself, however many there are', () => {
  const { priceBook, callers } = gateway.gateway.parts.deps;
  const call = { deps: { priceBook }, partner: callers.partners.find('demo') } as PartnerCall<'priceBook'>;
  const trip = { id: 'TH0149' } as unknown as Trip;
  const fares = Array.from({ length: 60 }, (_, index) => {
    const amount = (value: number): Price => ({ value: toDecimal(value), fxcode: 'THB' });
    const fees = { sysfee: amount(index), agfee: amount(0), price: amount(100 + index) };
    return { netprice: amount(100), ...fees, price_restriction: 0 } as TravelOption;
  });
  const { price: together } = searchPrices(call, undefined);
  const prices = [...fares, ...fares].map((fare) => together(fare, trip));
  const alone = fares.map((fare) => searchPrices(call, undefined).price(fare, trip));
  expect(prices).toEqual([...alone, ...alone]);
  expect(new Set(alone.map((each) => JSON.stringify(each))).size).toBe(60);
});
