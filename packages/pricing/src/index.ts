/** The public surface of the pricing engine; the README documents it member by member. */
export { allocate } from './allocate.ts';
export { add, compare, equals, multiply, subtract } from './arithmetic.ts';
export {
  type BookingTotal,
  type BookingTotalInput,
  bookingTotal,
  expectedNet,
  type Fare,
} from './booking-total.ts';
export {
  CONTRACT_DECIMALS,
  type ContractMoney,
  fromContractMoney,
  isSameContractMoney,
  toContractAmount,
  toContractMoney,
} from './contract-money.ts';
export { type ContractGrossPrice, type ContractPricing, toContractPricing } from './contract-pricing.ts';
export { convert } from './convert.ts';
export { currencyCodes, currencyExponent, isCurrency } from './currency.ts';
export type { DecimalText } from './decimal.ts';
export { type Drift, type DriftInput, judgeDrift, type PriceChange } from './drift.ts';
export { PricingError, type PricingErrorCode } from './errors.ts';
export type { Instant } from './instant.ts';
export {
  createMarkup,
  type MarginLimit,
  type Markup,
  type MarkupOrigin,
  type MarkupTerms,
} from './markup.ts';
export {
  type ClientContracts,
  type ContractInput,
  createMarkupBook,
  type MarkupBook,
  type MarkupQuery,
  markupOfContract,
  selectMarkup,
} from './markup-book.ts';
export { type Money, money, moneyFromMinor, round, toDecimal, toMinor } from './money.ts';
export { type PriceType, toPriceType } from './price-type.ts';
export { type Quote, type QuoteInput, quote, type SupplierPrice } from './quote.ts';
export {
  RATE_MOVE_LIMIT_PERCENT,
  type RateRefresh,
  type RateRefusal,
  type RateRefusalReason,
  refreshRates,
} from './rate-refresh.ts';
export { createRateTable, type Rate, type RateInput, type RatesInput, type RateTable } from './rate-table.ts';
export { type RateFreshness, type RateView, STALE_LIMITS, type StaleLimits, viewRates } from './rate-view.ts';
export { type RoundingMode, roundingModes } from './rounding.ts';
export { type SeatPrices, type Surcharge, type SurchargeInput, seatNet, surcharge } from './surcharge.ts';
export type { Trace, TraceAmount, TraceRate, TraceStep } from './trace.ts';
export { explainTrace } from './trace-text.ts';
export { type AmountInput, fromUpstream, type UpstreamAmount } from './upstream-amount.ts';
