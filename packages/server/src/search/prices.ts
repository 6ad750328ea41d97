/** The prices of one search: each distinct fare of a country is priced once, under the contract in force there. */
import type { Pricing } from '@partner-gateway/contract';
import { PricingError } from '@partner-gateway/pricing';
import type { Price, TravelOption, Trip } from '@partner-gateway/twelvego-client';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import type { Pricer } from '../partners/price-book.ts';

type Quoted = Pricing | { readonly dropped: string };

const isSamePrice = (one: Price | null, other: Price | null): boolean =>
  one === other || (one?.value === other?.value && one?.fxcode === other?.fxcode);

const hundredths = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** Whether a fare that may not be sold above its gross price costs the partner more than that (decision 0020). */
export const isSoldAtALoss = ({ gross_price: gross, net_price: net }: Pricing): boolean =>
  (gross.price_type === 'Exact' || gross.price_type === 'Max') &&
  hundredths(gross.amount_in_net_currency ?? gross.amount) < hundredths(net.amount);

/** Whether two options have everything in common that a price is made from. */
const isSameFare = (one: TravelOption, other: TravelOption): boolean =>
  isSamePrice(one.netprice, other.netprice) &&
  isSamePrice(one.sysfee, other.sysfee) &&
  isSamePrice(one.agfee, other.agfee) &&
  isSamePrice(one.price, other.price) &&
  one.price_restriction === other.price_restriction;

type Fare = { readonly option: TravelOption; readonly quoted: Quoted };

/** Beyond any real answer; keeps looking through them cheap in a hostile one. */
const faresOfOneNetMax = 20;

/** The fares priced so far, by their net amount: few differ in nothing but a fee. */
const createFares = () => {
  const byNet = new Map<string | null | undefined, Fare[]>();
  return {
    find: (option: TravelOption): Quoted | undefined =>
      byNet.get(option.netprice?.value)?.find((fare) => isSameFare(fare.option, option))?.quoted,
    keep(option: TravelOption, quoted: Quoted): void {
      const net = option.netprice?.value;
      const fares = byNet.get(net);
      if (fares === undefined) byNet.set(net, [{ option, quoted }]);
      else if (fares.length < faresOfOneNetMax) fares.push({ option, quoted });
    },
  };
};

/**
 * Prices options, each distinct price once: one answer repeats few fares over many departures. One that cannot be
 * priced is dropped with its reason, while stale rates refuse the whole search.
 */
export const searchPrices = (
  { deps: { priceBook }, partner }: Pick<PartnerCall<'priceBook'>, 'deps' | 'partner'>,
  currency: string | undefined,
) => {
  type Country = { readonly pricer: Pricer; readonly fares: ReturnType<typeof createFares> };
  const countries = new Map<string, Country>();
  const ofCountry = (trip: Trip): Country => {
    const country = trip.id.slice(0, 2);
    const known = countries.get(country);
    if (known !== undefined) return known;
    const added = { pricer: priceBook.forCountry(partner, country), fares: createFares() };
    countries.set(country, added);
    return added;
  };
  const quote = (pricer: Pricer, option: TravelOption): Quoted => {
    try {
      return pricer.quote(option, currency);
    } catch (error) {
      if (!PricingError.isInstance(error)) throw error;
      if (error.code === 'rate_stale') throw new GatewayError('pricing_stale', { cause: error });
      return { dropped: error.code };
    }
  };
  const price = (option: TravelOption, trip: Trip): Quoted => {
    const { pricer, fares } = ofCountry(trip);
    const known = fares.find(option);
    if (known !== undefined) return known;
    const quoted = quote(pricer, option);
    fares.keep(option, quoted);
    return quoted;
  };
  return { price, contractCodes: () => [...countries.values()].map(({ pricer }) => pricer.contractCode) };
};
