/** The text formats of the contract (§3): dates, local times, durations, ids, and values as text in a query. */
import { z } from 'zod';

const isCalendarDate = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/** Matches a station, POI or place id in either id space. */
export const placeIdPattern = /^[A-Z0-9]+$/;

/** A date or date-time; the date part is used. Output is `YYYY-MM-DD`. */
export const datePartSchema = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/,
    'is not a date or date-time',
  )
  .transform((text) => text.slice(0, 10))
  .refine(isCalendarDate, 'is not a date of the calendar');

/** A station-local time in minutes, no zone: `2026-11-14T07:30`. */
export const localMinuteSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
  .describe('Local to the station, `YYYY-MM-DDTHH:MM`.');

/** A time with seconds and no zone: `2026-12-05T22:00:00`. */
export const secondSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/)
  .describe('`YYYY-MM-DDTHH:MM:SS`, no zone.');

/** An ISO 8601 duration whose hours are never rolled into days: `PT12H23M`, `PT45M`, `PT72H`. */
export const durationSchema = z
  .string()
  .regex(/^PT(?:\d+H)?(?:\d+M)?$/)
  .refine((text) => text !== 'PT')
  .describe('ISO 8601, hours never rolled into days, zero parts dropped.');

/** An ISO 4217 code, upper case. */
export const currencyCodeSchema = z.string().regex(/^[A-Z]{3}$/, 'is not an ISO 4217 code in upper case');

/** A culture code such as `en`, `th` or `pt-BR`; unknown ones fall back to the default culture. */
export const localeSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,35}$/, 'is not a culture code')
  .describe('A culture code such as `en`, `th` or `pt-BR`; unknown ones mean the default culture.');

/** Any JSON value; what it has to be is said elsewhere. */
export const jsonValueSchema = z
  .unknown()
  .meta({ document: { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] } });

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
