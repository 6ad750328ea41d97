/** Prices for a partner: picks the contract's markup and the rates at hand, and calls the pricing engine. */
import type { Money as ContractMoney, PriceChange, Pricing } from '@partner-gateway/contract';
import {
  type AmountInput,
  bookingTotal,
  type ClientContracts,
  convert,
  createMarkupBook,
  fromContractMoney,
  isCurrency,
  judgeDrift,
  type Markup,
  type Money,
  markupOfContract,
  PricingError,
  quote,
  type RateTable,
  type RateView,
  selectMarkup,
  surcharge,
  toContractMoney,
  toContractPricing,
  viewRates,
} from '@partner-gateway/pricing';
import type { Price, TravelOption } from '@partner-gateway/twelvego-client';
import { GatewayError } from '../errors.ts';
import type { ClientSettings } from './client-settings.ts';
import type { Partner } from './partner-directory.ts';

/** Prices of one partner under one contract. Amounts come and go as text; nothing is a float. */
export type Pricer = {
  readonly contractCode: string;
  /** Per passenger, as search and get itinerary show it. `undefined` currency: that of the net price. */
  quote(option: TravelOption, grossCurrency: string | undefined): Pricing;
  /** The total of a booking from the supplier's total net price. */
  total(net: AmountInput, passengers: number): ContractMoney;
  /** A seat's or a piece of baggage's price: marked up by the percentage only. */
  surcharge(net: Money): ContractMoney;
};

/** What became of a price after it was quoted. */
export type PriceVerdict =
  | { readonly kind: 'kept' | 'dropped' }
  | { readonly kind: 'changed'; readonly priceChanged: PriceChange };

/** Prices for every partner. */
export type PriceBook = {
  /** Prices for trips that leave from `country` (ISO 3166-1 alpha-2). */
  forCountry(partner: Partner, country: string): Pricer;
  /** Prices under a contract named in a booking token. */
  forContract(partner: Partner, contractCode: string): Pricer;
  /** Judges the supplier's net price now against the expected one, by the partner's threshold. */
  judge(
    partner: Partner,
    pricer: Pricer,
    expectedNet: Money,
    currentNet: AmountInput,
    passengers: number,
  ): PriceVerdict;
  /** An amount in another currency, exact. @throws GatewayError `pricing_stale` when there is no usable rate */
  inCurrency(amount: ContractMoney, currency: string): Money;
};

const toContracts = (client: ClientSettings): ClientContracts => ({
  clientId: client.client_id,
  defaultContract: client.default_contract,
  contracts: client.contracts.map(({ contract_code, countries, markup, valid_from, valid_until }) => ({
    contractCode: contract_code,
    countries,
    markup: {
      percentage: markup.percentage,
      fixedFee: markup.fixed_fee,
      fixedFeeCurrency: markup.fixed_fee_currency,
      minimumMargin: markup.minimum_margin,
      maximumMargin: markup.maximum_margin,
    },
    validFrom: valid_from,
    validUntil: valid_until,
  })),
});

/** A 12go price as the engine reads it. */
export const toAmount = (price: Price | null): AmountInput | null =>
  price === null ? null : { value: price.value, currency: price.fxcode };

/** A pricing failure as the partner sees it (translation rules §5.4; a missing rule is never 0 %). */
export const toGatewayError = (cause: unknown): unknown => {
  if (!PricingError.isInstance(cause)) return cause;
  switch (cause.code) {
    case 'rate_stale':
      return new GatewayError('pricing_stale', { cause });
    case 'rate_missing':
      return new GatewayError('pricing_stale', {
        detail: 'There is no exchange rate for this currency.',
        cause,
      });
    case 'markup_missing':
    case 'markup_invalid':
      return new GatewayError('client_misconfigured', {
        detail: 'No price rule is in force for this client.',
        cause,
      });
    default:
      return new GatewayError('upstream_error', { detail: 'The supplier gave no usable price.', cause });
  }
};

/** Runs pricing work; a pricing failure becomes the partner’s error. */
export const asGateway = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    throw toGatewayError(error);
  }
};

/** Refuses a `currency` that is no ISO 4217 code. */
export const assertCurrency = (currency: string | undefined): void => {
  if (currency === undefined || isCurrency(currency)) return;
  throw new GatewayError('invalid_request', {
    detail: 'The currency is not known.',
    fields: [{ field: 'currency', message: 'is not an ISO 4217 code' }],
  });
};

const createPricer = (markup: Markup, rates: RateView, settlementCurrency: string | null): Pricer => {
  const common = { markup, rates, settlementCurrency };
  return {
    contractCode: markup.origin?.contractCode ?? '',
    quote: (option, grossCurrency) =>
      toContractPricing(
        quote({
          ...common,
          grossCurrency,
          price: {
            net: toAmount(option.netprice),
            sysfee: toAmount(option.sysfee),
            agfee: toAmount(option.agfee),
            price: toAmount(option.price),
            restriction: option.price_restriction,
          },
        }),
      ),
    total: (net, passengers) =>
      asGateway(() => toContractMoney(bookingTotal({ ...common, net, passengers }).total)),
    surcharge: (net) => asGateway(() => toContractMoney(surcharge({ ...common, net }).price)),
  };
};

const totals = (pricer: Pricer, expectedNet: Money, currentNet: AmountInput, passengers: number) => ({
  quoted: pricer.total(expectedNet, passengers),
  current: pricer.total(currentNet, passengers),
});

/**
 * Makes the price book.
 *
 * @param rates the rate table at hand, read anew for every request.
 */
export const createPriceBook = (
  clients: readonly ClientSettings[],
  rates: () => RateTable,
  nowMs: () => number,
): PriceBook => {
  const book = createMarkupBook(clients.map(toContracts));
  const instant = () => new Date(nowMs()).toISOString();
  const pricer = (partner: Partner, markup: Markup) =>
    createPricer(markup, viewRates(rates(), instant()), partner.settings.settlement_currency);
  return {
    forCountry: (partner, country) =>
      asGateway(() =>
        pricer(partner, selectMarkup(book, { clientId: partner.settings.client_id, country, at: instant() })),
      ),
    forContract: (partner, contractCode) =>
      asGateway(() =>
        pricer(
          partner,
          markupOfContract(book, { clientId: partner.settings.client_id, contractCode, at: instant() }),
        ),
      ),
    judge: (partner, pricerOfBooking, expectedNet, currentNet, passengers) =>
      asGateway(() => {
        const drift = judgeDrift({
          quoted: expectedNet,
          current: currentNet,
          thresholdPercent: partner.settings.price_mismatch_threshold_percent,
        });
        if (drift.kind === 'dropped') return { kind: 'dropped' };
        if (drift.kind !== 'changed') return { kind: 'kept' };
        const difference = drift.priceChanged.difference_percent;
        return {
          kind: 'changed',
          priceChanged: {
            ...totals(pricerOfBooking, expectedNet, currentNet, passengers),
            ...(difference === null ? {} : { difference_percent: difference }),
          },
        };
      }),
    inCurrency: (amount, currency) =>
      asGateway(() => convert(fromContractMoney(amount), currency, viewRates(rates(), instant()))),
  };
};
