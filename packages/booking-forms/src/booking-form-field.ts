/** One field of the checkout form that a partner can set: its kind, choices, patterns and default. */
import {
  type FormField,
  type FormFieldType,
  type SeatMap,
  testedLength,
} from '@partner-gateway/twelvego-client';
import type { FieldPlace } from './booking-form-key.ts';
import { type Choice, freeSeats, switchChoices, toChoices } from './choice.ts';
import { type FieldPattern, followsPatterns, readPattern } from './field-pattern.ts';
import { type FieldMeaning, isDay, isEmail, meaningOf } from './field-value.ts';

/**
 * How a value is written. `flag` is a boolean; `switch` is a tick box where the contract allows only text, so
 * `"true"` or `"false"`; `seats` is a list of seats; the others are text.
 */
export type FieldKind = 'text' | 'email' | 'date' | 'file' | 'flag' | 'switch' | 'seats';

/** What a partner calls a field, and the key it is sent back under. */
export type FieldTarget = { readonly key: string; readonly place: FieldPlace; readonly name: string };

/** A field by its partner name, with 12go's `key` kept verbatim (`passenger[0]` in it is a template). */
export type BookingField = FieldTarget & {
  readonly kind: FieldKind;
  readonly meaning: FieldMeaning;
  readonly type: FormFieldType | null;
  readonly required: boolean;
  readonly title: string;
  readonly description: string;
  readonly choices: readonly Choice[];
  readonly patterns: readonly FieldPattern[];
  /** 12go has a rule for it that the published dialect cannot say, and judges alone. */
  readonly isJudgedBy12go: boolean;
  readonly preset: string | boolean | undefined;
  readonly seatMap: SeatMap | null;
  readonly mustChooseSeats: boolean;
};

/** Reads a field; `regexDropped` is how many of its patterns could not be converted. */
export const readBookingField = (
  source: FormField,
  at: FieldTarget,
): { readonly field: BookingField; readonly regexDropped: number } => {
  const offered = toChoices(source.options);
  const kind = kindOf(source, at, offered.length > 0);
  const choices = choicesOf(kind, source, offered);
  const rules = readRules(source, kind);
  const field = {
    ...at,
    kind,
    meaning: meaningOf(at.key),
    type: source.type,
    required: source.required,
    title: source.title,
    description: source.description,
    choices,
    patterns: choices.length > 0 ? [] : rules.patterns,
    isJudgedBy12go: choices.length === 0 && rules.dropped > 0,
    seatMap: kind === 'seats' ? source.data.seatmap : null,
    mustChooseSeats: kind === 'seats' && (source.required || (source.data.min_seats ?? 0) > 0),
  };
  return { field: { ...field, preset: presetOf(source.value, field) }, regexDropped: rules.dropped };
};

const flagNames: ReadonlySet<string> = new Set(['is_child', 'allow_automatic_seat_selection']);

const kindOf = (source: FormField, at: FieldTarget, hasOptions: boolean): FieldKind => {
  const name = at.place === 'additional' ? '' : at.name.replace(/1+$/, '');
  if (name === 'seat_selection') return 'seats';
  if (flagNames.has(name)) return 'flag';
  if (name === 'email') return 'email';
  if (source.type === 'checkbox') return 'switch';
  if (hasOptions) return 'text';
  if (source.type === 'file') return 'file';
  return source.type === 'date' || source.key === 'passenger[0][id_exp_date]' ? 'date' : 'text';
};

const choicesOf = (kind: FieldKind, source: FormField, offered: readonly Choice[]): readonly Choice[] => {
  if (kind === 'switch') return switchChoices;
  if (kind === 'text') return offered;
  return kind === 'seats' ? freeSeats(source.data.seatmap) : [];
};

const ruledKinds: ReadonlySet<FieldKind> = new Set(['text', 'email', 'date']);
const anyDay = '1990-05-31';

/**
 * Any one pattern may match, so a field with a pattern that cannot be said keeps none: 12go judges it. A rule that no
 * date written YYYY-MM-DD follows is about what 12go's own page shows.
 */
const readRules = (source: FormField, kind: FieldKind) => {
  if (source.data.novalidate || !ruledKinds.has(kind)) return { patterns: [], dropped: 0 };
  const read = source.regexp.map(readPattern);
  const kept = read.filter((pattern) => pattern !== undefined);
  const dropped = read.length - kept.length;
  const isForDays = kind !== 'date' || followsPatterns(kept, anyDay);
  return { patterns: dropped === 0 && isForDays ? kept : [], dropped };
};

/** 12go's own default, when a partner could have sent it. */
const presetOf = (value: unknown, field: Omit<BookingField, 'preset'>): string | boolean | undefined => {
  if (field.kind === 'flag') return typeof value === 'boolean' ? value : undefined;
  if (field.kind === 'seats' || field.kind === 'file') return undefined;
  const isScalar = typeof value === 'boolean' || Number.isSafeInteger(value);
  const text = isScalar ? String(value) : value;
  if (typeof text !== 'string' || text === '') return undefined;
  if (field.choices.length > 0)
    return field.choices.some((choice) => choice.value === text) ? text : undefined;
  if (field.kind === 'email' && !isEmail(text)) return undefined;
  if (field.kind === 'date' && !isDay(text)) return undefined;
  return followsPatterns(field.patterns, text) && text.length <= testedLength ? text : undefined;
};
