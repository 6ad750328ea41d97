/** `@partner-gateway/sdk/forms`: a booking schema as fields to show, answers checked, surcharges told. */
export type { FieldError, Money } from '../../generated/schemas.ts';
export type { FormChoice, FormField, FormFieldKind } from './field.ts';
export { type ChosenSurcharge, chosenSurcharges, toFields, validate } from './validate.ts';
