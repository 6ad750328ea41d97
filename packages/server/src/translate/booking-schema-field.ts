/** One field of the booking schema as partners read it, with choices, prices and defaults. */
import type { Money as ContractMoney } from '@partner-gateway/contract';
import type { BookingForm } from './booking-form.ts';
import type { Choice } from './booking-form-choice.ts';
import type { BookingField } from './booking-form-field.ts';
import type { JsonSchema } from './booking-schema-frame.ts';
import { choiceCost, type SurchargePricing, seatCost } from './surcharges.ts';

/** A choice with its price to the partner; a choice whose price cannot be told is never offered. */
export type Offer = { readonly value: string; readonly title: string; readonly price: ContractMoney | null };

/** The choices of a field that can be offered, in 12go's order. A null price means free of charge. */
export function offersOf(field: BookingField, pricing: SurchargePricing): readonly Offer[] {
  return field.choices.flatMap((choice) => {
    if (field.kind !== 'seats' && isFree(choice)) return [{ ...choice, price: null }];
    const seat = field.seatMap?.seats.get(choice.value);
    const cost = field.kind === 'seats' ? seatCost(seat, pricing.base) : choiceCost(choice, pricing.base);
    if (cost === undefined) return [];
    return [{ ...choice, price: cost.numerator > 0n ? pricing.sell(cost) : null }];
  });
}

const isFree = ({ price }: Choice): boolean => price === null || price.value === null;

/** The draft-07 schema of a field. */
export function describeField(field: BookingField, form: BookingForm, pricing: SurchargePricing): JsonSchema {
  const { kind, preset } = field;
  const text = {
    ...(field.title !== '' && { title: field.title }),
    ...(field.description !== '' && { description: field.description }),
  };
  const fallback = preset === undefined ? {} : { default: preset };
  if (kind === 'flag') return { type: 'boolean', ...text, ...fallback };
  if (kind === 'file') return { type: 'string', ...text, contentEncoding: 'base64' };
  if (kind === 'seats') return { type: 'array', ...text, ...seatsRule(field, form, pricing) };
  const format = kind === 'email' ? { format: 'email' } : {};
  return { type: 'string', ...text, ...format, ...textRule(field, pricing), ...fallback };
}

function seatsRule(field: BookingField, form: BookingForm, pricing: SurchargePricing): JsonSchema {
  const offers = offersOf(field, pricing);
  return {
    ...(field.mustChooseSeats && { minItems: form.pax }),
    maxItems: form.pax,
    uniqueItems: true,
    items: offers.length > 0 ? anyOf(offers.map(toChoice)) : false,
  };
}

function textRule(field: BookingField, pricing: SurchargePricing): JsonSchema {
  if (field.choices.length > 0) return anyOf(offersOf(field, pricing).map(toChoice));
  const [first, ...others] = field.patterns.map(({ printed }) => ({ pattern: printed }));
  if (first === undefined) return {};
  return others.length > 0 ? { anyOf: [first, ...others] } : first;
}

/** An empty `anyOf` is no schema: nothing on offer allows nothing. */
const anyOf = (schemas: readonly JsonSchema[]): JsonSchema =>
  schemas.length > 0 ? { anyOf: schemas } : { not: {} };

const toChoice = ({ value, title, price }: Offer): JsonSchema => ({
  const: value,
  title: price === null ? title : `${title} (+${price.amount} ${price.currency})`,
});
