/** How text in a query string becomes numbers, booleans and lists. */
import { z } from 'zod';

/** An integer between two bounds, written in digits. */
export const integerText = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'is not a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `is not between ${minimum} and ${maximum}`)
    .meta({ document: { type: 'integer', minimum, maximum } });

/** A decimal number between 0 and 1. */
export const fractionText = z
  .string()
  .regex(/^\d(?:\.\d{1,9})?$/, 'is not a decimal number')
  .transform(Number)
  .refine((value) => value <= 1, 'is not between 0.0 and 1.0')
  .meta({ document: { type: 'number', minimum: 0, maximum: 1 } });

/** `true` or `false` in any letter case. */
export const booleanText = z
  .string()
  .regex(/^(?:true|false)$/i, 'is neither true nor false')
  .transform((text) => text.toLowerCase() === 'true')
  .meta({ document: { type: 'boolean' } });

/** One value or several; the output is always a list. */
export const listOf = <Item extends z.ZodType>(item: Item, itemsMax: number) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item).min(1).max(itemsMax));
