/** Prices for a partner: picks the contract's markup and the rates at hand, and calls the pricing engine. */
import type { Money as ContractMoney, Pricing } from '@partner-gateway/contract';
import {
  type AmountInput,
  bookingTotal,
  breakdown,
  convert,
  fromContractMoney,
  isCurrency,
  type Markup,
  type Money,
  markupOfContract,
  PricingError,
  quote,
  type RateTable,
  type RateView,
  selectMarkup,
  staleLimits,
  surcharge,
  type Trace,
  toContractMoney,
  toContractPricing,
  viewRates,
} from '@partner-gateway/pricing';
import type { Price, TravelOption } from '@partner-gateway/twelvego-client';
import { GatewayError } from '../errors.ts';
import type { Partner } from './partner-directory.ts';

/**
 * Prices of one partner under one contract, with the rates of the moment it was made. Amounts come and go as text;
 * nothing is a float.
 */
export type Pricer = {
  readonly contractCode: string;
  /** Per passenger, as search and get itinerary show it. `undefined` currency: that of the net price. */
  quote(option: TravelOption, grossCurrency: string | undefined): Pricing;
  /** The total of a booking from the supplier's total net price. */
  total(net: AmountInput, passengers: number): ContractMoney;
  /** That total line by line, `net` being the fare alone. */
  breakdown(
    net: AmountInput,
    passengers: number,
    surcharges: readonly AmountInput[],
  ): { readonly [Part in 'total' | 'fare' | 'fees']: ContractMoney } & {
    readonly surcharges: ContractMoney[];
  };
  /** A seat's or a piece of baggage's price: marked up by the percentage only. */
  surcharge(net: Money): ContractMoney;
  /** The same prices with every step that led to them. */
  readonly explain: {
    quote(
      option: TravelOption,
      grossCurrency: string | undefined,
    ): { readonly pricing: Pricing; readonly trace: Trace };
    total(net: AmountInput, passengers: number): { readonly total: ContractMoney; readonly trace: Trace };
  };
};

/** Rates, and the Unix milliseconds from `fromMs` up to but not including `untilMs` in which time alone changes no price. */
export type PriceSpan = {
  readonly rates: RateTable | undefined;
  readonly fromMs: number;
  readonly untilMs: number;
};

/** Prices for every partner. */
export type PriceBook = {
  /** The widest span around now for this partner: no contract begins or ends in it, and no rate becomes stale. */
  spanOf(partner: Partner): PriceSpan;
  /** Whether it is a time of the span now, and its rates are those at hand. */
  isWithin(span: PriceSpan): boolean;
  /** Prices for trips that leave from `country` (ISO 3166-1 alpha-2). */
  forCountry(partner: Partner, country: string): Pricer;
  /** Prices under a contract named in a booking token. */
  forContract(partner: Partner, contractCode: string): Pricer;
  /** An amount in another currency, exact. @throws GatewayError `pricing_stale` or `upstream_error` without a usable rate */
  inCurrency(amount: ContractMoney, currency: string): Money;
};

/** A 12go price as the engine reads it. */
export const toAmount = (price: Price | null): AmountInput | null =>
  price === null ? null : { value: price.value, currency: price.fxcode };

/** A pricing failure as the partner sees it (translation rules §5.4; a missing rule is never 0 %). */
const toGatewayError = (cause: unknown): unknown => {
  if (!PricingError.isInstance(cause)) return cause;
  switch (cause.code) {
    case 'rate_stale':
      return new GatewayError('pricing_stale', { cause });
    case 'rate_missing':
      return new GatewayError('upstream_error', {
        detail: 'There is no exchange rate for this price.',
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

/** While no rates were ever loaded a missing rate says nothing about the pair: it is our rates that are not there. */
const withRates = <Result>(rates: RateView | null, work: () => Result): Result => {
  try {
    return work();
  } catch (cause) {
    if (rates !== null || !PricingError.isInstance(cause) || cause.code !== 'rate_missing') throw cause;
    throw new PricingError('rate_stale', 'no exchange rates are loaded', { cause });
  }
};

const createPricer = (markup: Markup, rates: RateView | null, settlementCurrency: string | null): Pricer => {
  const common = { markup, rates, settlementCurrency };
  const quoteOf = (option: TravelOption, grossCurrency: string | undefined, explain: boolean) =>
    withRates(rates, () => {
      const price = {
        net: toAmount(option.netprice),
        sysfee: toAmount(option.sysfee),
        agfee: toAmount(option.agfee),
        price: toAmount(option.price),
        restriction: option.price_restriction,
      };
      const quoted = quote({ ...common, grossCurrency, price, explain });
      return { pricing: toContractPricing(quoted), trace: quoted.trace ?? [] };
    });
  const totalOf = (net: AmountInput, passengers: number, explain: boolean) =>
    asGateway(() =>
      withRates(rates, () => {
        const { total, trace } = bookingTotal({ ...common, net, passengers, explain });
        return { total: toContractMoney(total), trace: trace ?? [] };
      }),
    );
  return {
    contractCode: markup.origin?.contractCode ?? '',
    quote: (option, grossCurrency) => quoteOf(option, grossCurrency, false).pricing,
    total: (net, passengers) => totalOf(net, passengers, false).total,
    breakdown: (net, passengers, surcharges) =>
      asGateway(() =>
        withRates(rates, () => {
          const parts = breakdown({ ...common, net, passengers, surcharges });
          return {
            total: toContractMoney(parts.total),
            fare: toContractMoney(parts.fare),
            fees: toContractMoney(parts.fees),
            surcharges: parts.surcharges.map(toContractMoney),
          };
        }),
      ),
    surcharge: (net) =>
      asGateway(() => withRates(rates, () => toContractMoney(surcharge({ ...common, net }).price))),
    explain: {
      quote: (option, grossCurrency) => asGateway(() => quoteOf(option, grossCurrency, true)),
      total: (net, passengers) => totalOf(net, passengers, true),
    },
  };
};

/** The first milliseconds in which something else holds of a rate, or of a table, of this time: its age is judged. */
const turnsOfAge = (asOfMs: number): readonly number[] => [
  asOfMs - staleLimits.warnAfterMs,
  asOfMs + staleLimits.warnAfterMs + 1,
  asOfMs + staleLimits.refuseAfterMs + 1,
];

const turnsOf = ({ markups, clientId }: Partner, rates: RateTable | undefined): number[] => {
  const contracts = markups.clients.get(clientId)?.contracts ?? [];
  const times = new Set([...(rates?.rates.values() ?? [])].map(({ asOfMs }) => asOfMs));
  if (rates !== undefined) times.add(rates.asOfMs);
  return [
    ...contracts.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
    ...[...times].flatMap(turnsOfAge),
  ];
};

/**
 * Makes the price book.
 *
 * @param currentRates the rate table at hand, read anew for every pricer; undefined before the first load.
 */
export const createPriceBook = (
  currentRates: () => RateTable | undefined,
  nowMs: () => number,
): PriceBook => {
  const instant = () => new Date(nowMs()).toISOString();
  const view = (): RateView | null => {
    const table = currentRates();
    return table === undefined ? null : viewRates(table, instant());
  };
  const pricer = ({ settings }: Partner, markup: Markup) =>
    createPricer(markup, view(), settings.settlement_currency);
  return {
    spanOf(partner) {
      const [rates, now] = [currentRates(), nowMs()];
      const turns = turnsOf(partner, rates);
      return {
        rates,
        fromMs: Math.max(...turns.filter((turn) => turn <= now), Number.NEGATIVE_INFINITY),
        untilMs: Math.min(...turns.filter((turn) => turn > now), Number.POSITIVE_INFINITY),
      };
    },
    isWithin({ rates, fromMs, untilMs }) {
      const now = nowMs();
      return rates === currentRates() && fromMs <= now && now < untilMs;
    },
    forCountry: (partner, country) =>
      asGateway(() => {
        const { clientId } = partner;
        return pricer(partner, selectMarkup(partner.markups, { clientId, country, at: instant() }));
      }),
    forContract: (partner, contractCode) =>
      asGateway(() => {
        const { clientId } = partner;
        return pricer(partner, markupOfContract(partner.markups, { clientId, contractCode, at: instant() }));
      }),
    inCurrency: (amount, currency) =>
      asGateway(() => {
        const rates = view();
        return withRates(rates, () => convert(fromContractMoney(amount), currency, rates));
      }),
  };
};
