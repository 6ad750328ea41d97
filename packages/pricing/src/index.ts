/** The public surface of the pricing engine; the README documents it member by member. */
export { add, allocate, compare, equals, multiply, subtract } from './arithmetic.ts';
export { type Breakdown, type BreakdownInput, breakdown } from './breakdown.ts';
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
export {
  convert,
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
} from './fx.ts';
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
  type ContractGrossPrice,
  type ContractPricing,
  type PriceType,
  type Quote,
  type QuoteInput,
  quote,
  type SupplierPrice,
  toContractPricing,
  toPriceType,
} from './quote.ts';
export {
  createRateTable,
  type RateRefresh,
  type RateRefusal,
  type RateRefusalReason,
  rateMoveLimitPercent,
  refreshRates,
} from './rate-table.ts';
export { type DecimalText, type RoundingMode, roundingModes } from './ratio.ts';
export {
  type BookingTotal,
  type BookingTotalInput,
  bookingTotal,
  type SeatPrices,
  type Surcharge,
  type SurchargeInput,
  seatNet,
  surcharge,
} from './sell.ts';
export { explainTrace, type Trace, type TraceAmount, type TraceRate, type TraceStep } from './trace.ts';
