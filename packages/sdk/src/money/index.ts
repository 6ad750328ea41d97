/** `@partner-gateway/sdk/money`: the gateway's amounts added up, compared and shown, without a floating point number. */
export { add, compare, equals, isWithin, multiply, subtract, sum } from './arithmetic.ts';
export type { Money } from './decimal.ts';
export { format } from './format.ts';
export { percentOf } from './percent.ts';
