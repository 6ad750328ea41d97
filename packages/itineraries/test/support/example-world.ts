/** The small world of the documented examples: id tables, prices with 10 % markup, rates, keys and a fixed clock. */
import type { Pricing } from '@partner-gateway/contract';
import {
  createMarkup,
  createRateTable,
  PricingError,
  quote,
  toContractPricing,
  viewRates,
} from '@partner-gateway/pricing';
import { createBoxes, createItineraryIds, parseKeyRing } from '@partner-gateway/tokens';
import type { Price, TravelOption } from '@partner-gateway/twelvego-client';
import { createIdMap } from '../../src/ids/id-map.ts';
import { parseIdSnapshot } from '../../src/ids/id-snapshot.ts';
import { parseImageTable } from '../../src/trips/seat-images.ts';

const bangkok = 'Asia/Bangkok';

/** 1 Bangkok (with 10 Samut Prakan in it), 61 Trat, 118 Koh Chang (in Trat); 62 Hanoi, 63 Sapa. */
const exampleSnapshot = parseIdSnapshot({
  version: 1,
  takenAt: '2026-10-01T00:00:00Z',
  stations: [
    { id: 4101, provinceId: 1, fujiId: 'THBKKEKM', timeZone: bangkok },
    { id: 4102, provinceId: 1, fujiId: 'THBKKMCT', timeZone: bangkok },
    { id: 4102, provinceId: 1, fujiId: 'THBKKMOC', timeZone: bangkok },
    { id: 4103, provinceId: 1, fujiId: 'THBKKTWN', timeZone: bangkok },
    { id: 4104, provinceId: 1, fujiId: 'THBKKTWN', timeZone: bangkok },
    { id: 4105, provinceId: null, fujiId: 'THBKKLST', timeZone: bangkok },
    { id: 4106, provinceId: 10, timeZone: bangkok },
    { id: 5620, provinceId: 61, fujiId: 'THTRTLNP', timeZone: bangkok },
    { id: 5688, provinceId: 118, fujiId: 'THKCGASP', timeZone: bangkok },
    { id: 61020, provinceId: 62, fujiId: 'VNHANMYD', timeZone: 'Asia/Ho_Chi_Minh' },
    { id: 61388, provinceId: 63, fujiId: 'VNSPASPT', timeZone: 'Asia/Ho_Chi_Minh' },
  ],
  provinces: [
    { id: 1 },
    { id: 10, parentId: 1 },
    { id: 61 },
    { id: 118, parentId: 61 },
    { id: 62 },
    { id: 63 },
  ],
  pois: [
    { provinceId: 1, fujiId: 'THBKK' },
    { provinceId: 61, fujiId: 'THTRT' },
    { provinceId: 118, fujiId: 'THKCG' },
    { provinceId: 62, fujiId: 'VNHAN' },
    { provinceId: 63, fujiId: 'VNSPA' },
  ],
  operators: [
    { id: 3310, fujiId: 'THSCT' },
    { id: 3311, fujiId: 'THSCF' },
    { id: 7745, fujiId: 'THEGM' },
    { id: 28104, fujiId: 'VNRRS' },
  ],
  classes: [{ operatorId: 7745, classId: 80, fujiId: 'C-80' }],
});

export const exampleMap = createIdMap(exampleSnapshot);

const picture = (operator: number, classId: number, side: 'inside' | 'outside') => ({
  url: `https://cdn.upstream.example/static/images/operator/${operator}/class/${classId}-${side}.jpg`,
  width: 1200,
  height: 800,
});

const picturesOf = (operatorId: number, classId: number) => ({
  operatorId,
  classId,
  inside: picture(operatorId, classId, 'inside'),
  outside: picture(operatorId, classId, 'outside'),
});

export const exampleImages = parseImageTable([picturesOf(3310, 41), picturesOf(7745, 77)]);

const markup = createMarkup({ percentage: '0.10', fixedFee: '0.00', fixedFeeCurrency: 'THB' });
const rates = viewRates(
  createRateTable({
    source: 'example',
    asOf: '2026-10-28T02:00:00Z',
    rates: [{ from: 'USD', to: 'THB', rate: '32.50' }],
  }),
  '2026-10-28T02:05:00Z',
);

const toAmount = (price: Price | null) =>
  price === null ? null : { value: price.value, currency: price.fxcode };

/** Prices an option at 10 % markup; what cannot be priced is dropped as `unpriceable`. */
export const examplePrice =
  (grossCurrency?: string) =>
  (option: TravelOption): Pricing | { readonly dropped: string } => {
    try {
      const net = toAmount(option.netprice);
      const [sysfee, agfee, price] = [option.sysfee, option.agfee, option.price].map(toAmount);
      return toContractPricing(
        quote({
          price: { net, sysfee, agfee, price, restriction: option.price_restriction },
          markup,
          rates,
          grossCurrency,
        }),
      );
    } catch (error) {
      if (PricingError.isInstance(error)) return { dropped: 'unpriceable' };
      throw error;
    }
  };

/** 28 October 2026, 09:00 in Indochina; where no zone is known, the day is not over anywhere yet. */
export const exampleNow = (timeZone: string | undefined): string =>
  timeZone === undefined ? '2026-10-27T14:00' : '2026-10-28T09:00';

export const exampleItineraryIds = createItineraryIds(
  createBoxes(parseKeyRing(`k1:${Buffer.alloc(32, 1).toString('base64')}`)),
);
