/** One field of the checkout form that a partner can set: its kind, choices, patterns, default, and what was sent for it. */
import {
  type FormField,
  type FormFieldType,
  type FormOption,
  type PcreNode,
  type Price,
  type SeatMap,
  testedLength,
  toPortableRule,
} from '@partner-gateway/twelvego-client';
import addFormats from 'ajv-formats';
import type { FieldPlace } from './booking-form-key.ts';
import { type FieldMeaning, isDay, meaningOf } from './field-value.ts';

/**
 * How a value is written. `flag` is a boolean; `switch` is a tick box where the contract allows only text, so
 * `"true"` or `"false"`; `seats` is a list of seats; the others are text.
 */
export type FieldKind = 'text' | 'email' | 'date' | 'file' | 'flag' | 'switch' | 'seats';

/** A value 12go accepts, how people read it, and what it costs. */
export type Choice = { readonly value: string; readonly title: string; readonly price: Price | null };

/** A rule of 12go: as JSON Schema prints it, as the gateway tests it, which is the same, and as words are made of it. */
export type FieldPattern = {
  readonly printed: string;
  readonly test: RegExp;
  readonly judgesLong: boolean;
  readonly rule: PcreNode;
};

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

const emailFormat = addFormats.default.get('email');
const emailLengthMax = 320;

/** The `email` format of JSON Schema, for addresses of a length that exists (RFC 5321). */
export const isEmail = (text: string): boolean =>
  text.length <= emailLengthMax && emailFormat instanceof RegExp && emailFormat.test(text);

/** Whether a text follows one of the patterns; without any it does. One too long to test quickly is 12go's to judge. */
export const followsPatterns = (patterns: readonly FieldPattern[], text: string): boolean =>
  patterns.length === 0 ||
  patterns.some(({ test, judgesLong }) => (!judgesLong && text.length > testedLength) || test.test(text));

/** Reads a field; `regexDropped` is how many of its patterns could not be converted. */
export const readBookingField = (
  source: FormField,
  at: FieldTarget,
): { readonly field: BookingField; readonly regexDropped: number } => {
  const offered = readChoices(source.options);
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

/** The choices of a tick box that is written as text. */
const switchChoices: readonly Choice[] = [
  { value: 'true', title: 'Yes', price: null },
  { value: 'false', title: 'No', price: null },
];

const emptyValues: ReadonlySet<string> = new Set(['', '0', '-1', 'null']);
/** Dashes and the like, or a request to choose. */
const promptPattern = /^[^\p{L}\p{N}]*$|^[^\p{L}\p{N}]*(?:please|select|choose)\b/iu;

/** A list's first line that asks to choose, and is no choice: 0 may be one (12go's "Male" was), an empty value never is. */
const isPlaceholder = (value: string, title: string): boolean =>
  value.trim() === '' || (emptyValues.has(value) && title !== '' && promptPattern.test(title));

/** Groups are flattened, placeholders and options without a value left out, and the first of repeated values kept. */
const readChoices = (options: readonly FormOption[]): readonly Choice[] => {
  const choices = new Map<string, Choice>();
  const collect = (option: FormOption): void => {
    const { value, text, price } = option;
    const isChoice = value !== null && !isPlaceholder(value, text);
    if (isChoice && !choices.has(value)) choices.set(value, { value, title: text || value, price });
    option.values.forEach(collect);
  };
  options.forEach(collect);
  return [...choices.values()];
};

/** The seats that can be taken. A comma parts seats in the reserve body, so an id that holds one cannot be. */
const freeSeats = (map: SeatMap | null): readonly Choice[] => {
  if (map === null) return [];
  const free = [...map.seats].filter(([id, seat]) => seat.is_available && !map.booked.has(id));
  return free
    .filter(([id]) => id !== '' && !id.includes(','))
    .map(([id]) => ({ value: id, title: id, price: null }));
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

const readPattern = (pcre: string): FieldPattern | undefined => {
  const portable = toPortableRule(pcre);
  if (portable === undefined) return undefined;
  const { pattern, judgesLong, rule } = portable;
  return { printed: pattern, test: new RegExp(pattern, 'u'), judgesLong, rule };
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

/** Names and values as they came. */
export type Values = Readonly<Record<string, unknown>>;

/** A value by its name; what objects inherit does not count. */
export const sentValue = (values: Values, name: string): unknown =>
  Object.hasOwn(values, name) ? values[name] : undefined;

const priceHint = / \(\+\d+\.\d{2} [a-z]{3}\)$/;

/**
 * The value of a choice that a partner sent by value or title, in any letter case, the title with or without the price
 * that the schema shows in it. A title that two choices share names neither, so the text comes back as it was sent.
 */
export const toConst = (choices: readonly Choice[], sent: unknown): unknown => {
  if (typeof sent !== 'string' || choices.some(({ value }) => value === sent)) return sent;
  const wanted = sent.toLowerCase();
  const bare = wanted.replace(priceHint, '');
  const titled = choices.filter(({ title }) => [wanted, bare].includes(title.toLowerCase()));
  const named = titled.length > 0 ? titled : choices.filter(({ value }) => value.toLowerCase() === wanted);
  return named.length === 1 ? named[0]?.value : sent;
};
