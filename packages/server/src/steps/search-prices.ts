/** The prices of one search: each distinct fare of a country is priced once, under the contract in force there. */
import type { Pricing } from '@partner-gateway/contract';
import { PricingError } from '@partner-gateway/pricing';
import type { TravelOption, Trip } from '@partner-gateway/twelvego-client';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { Pricer } from '../partners/price-book.ts';
import type { PartnerContext } from '../request-context.ts';

/** Everything of an option that its price is made from. */
const priceInputs = ({ netprice, sysfee, agfee, price, price_restriction }: TravelOption): string =>
  [netprice, sysfee, agfee, price]
    .map((part) => (part === null ? '' : `${part.value}${part.fxcode}`))
    .join() + price_restriction;

type Quoted = Pricing | { readonly dropped: string };

/**
 * Prices options, each distinct price once: one answer repeats few fares over many departures. One that cannot be
 * priced is dropped with its reason, while stale rates refuse the whole search.
 */
export const searchPrices = (
  { priceBook }: Pick<Deps, 'priceBook'>,
  { partner }: PartnerContext,
  currency: string | undefined,
) => {
  const countries = new Map<string, { readonly pricer: Pricer; readonly quoted: Map<string, Quoted> }>();
  const ofCountry = (trip: Trip) => {
    const country = trip.id.slice(0, 2);
    const known = countries.get(country) ?? {
      pricer: priceBook.forCountry(partner, country),
      quoted: new Map<string, Quoted>(),
    };
    countries.set(country, known);
    return known;
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
    const { pricer, quoted } = ofCountry(trip);
    const inputs = priceInputs(option);
    const result = quoted.get(inputs) ?? quote(pricer, option);
    quoted.set(inputs, result);
    return result;
  };
  return { price, contractCodes: () => [...countries.values()].map(({ pricer }) => pricer.contractCode) };
};
