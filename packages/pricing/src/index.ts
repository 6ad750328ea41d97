/** The public surface of the pricing engine; the README documents it member by member. */
export { add, allocate, compare, equals, multiply, subtract } from './arithmetic.ts';
export { type Breakdown, type BreakdownInput, breakdown } from './breakdown.ts';
export { type ContractGrossPrice, type ContractPricing, toContractPricing } from './contract-pricing.ts';
export {
  type Drift,
  type DriftInput,
  expectedNet,
  type Fare,
  judgeDrift,
  type PriceChange,
} from './drift.ts';
export {
  type AmountInput,
  type ContractMoney,
  contractDecimals,
  fromContractMoney,
  fromUpstream,
  isSameContractMoney,
  toContractAmount,
  toContractMoney,
  type UpstreamAmount,
} from './edge-money.ts';
export { PricingError, type PricingErrorCode } from './errors.ts';
export { explainTrace } from './explain-trace.ts';
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
export {
  currencyCodes,
  currencyExponent,
  isCurrency,
  type Money,
  money,
  moneyFromMinor,
  round,
  toDecimal,
  toMinor,
} from './money.ts';
export {
  type PriceType,
  type Quote,
  type QuoteInput,
  quote,
  type SupplierPrice,
  toPriceType,
} from './quote.ts';
export { convert } from './rates/conversion.ts';
export {
  type RateRefresh,
  type RateRefusal,
  type RateRefusalReason,
  rateMoveLimitPercent,
  refreshRates,
} from './rates/rate-refresh.ts';
export { createRateTable } from './rates/rate-table.ts';
export {
  type Instant,
  type Rate,
  type RateFreshness,
  type RateInput,
  type RatesInput,
  type RateTable,
  type RateView,
  type StaleLimits,
  staleLimits,
  viewRates,
} from './rates/rate-view.ts';
export { type DecimalText, type RoundingMode, roundingModes } from './ratio.ts';
export { type BookingTotal, type BookingTotalInput, bookingTotal } from './sell.ts';
export { type SeatPrices, type Surcharge, type SurchargeInput, seatNet, surcharge } from './surcharge.ts';
export type { Trace, TraceAmount, TraceRate, TraceStep } from './trace.ts';
