/** One field of a checkout form as 12go spells it, with its choices and its PCRE patterns in all their oddity. */

/** A field as 12go sends it, without its name. */
export type JsonField = Readonly<Record<string, unknown>>;
export type JsonOption = {
  readonly value: string | null;
  readonly text: string;
  readonly values?: readonly JsonOption[];
  readonly data?: { readonly price: unknown };
};

/** The PCRE literals in use, each with the JavaScript pattern the sandbox checks it by; null accepts anything. */
const patterns = {
  mobile: ['/^\\+[0-9]{7,15}$/', /^\+[0-9]{7,15}$/],
  email: ['/^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$/i', /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i],
  name: ['/^[\\s\\pLA-Za-z\\x{1EA0}-\\x{1EF9}]{2,30}$/u', /^[\s\p{L}]{2,30}$/u],
  cyrillicName: ['/^[\\p{Cyrillic}\\h-]{2,30}$/u', /^[\p{Script=Cyrillic} \t-]{2,30}$/u],
  latinName: ["/\\A[A-Za-z' -]{2,30}\\z/", /^[A-Za-z' -]{2,30}$/],
  documentNumber: ['/^[A-Z0-9]{5,20}$/i', /^[A-Z0-9]{5,20}$/i],
  possessive: ['/^[A-Z]{1,2}+[0-9]{5,18}+$/', /^[A-Z]{1,2}[0-9]{5,18}$/],
  escapedDelimiters: ['\\/^[0-9]{2,4}\\-[A-Z]{1,3}$\\/u', /^[0-9]{2,4}-[A-Z]{1,3}$/],
  uncompilable: ['/^(?(DEFINE)(?<part>[a-z]+))(?&part)$/', null],
} as const satisfies Record<string, readonly [string, RegExp | null]>;

const javaScriptPatterns: ReadonlyMap<unknown, RegExp | null> = new Map(Object.values(patterns));
/** The pattern to check a PCRE literal of the sandbox by; null accepts anything. */
export const toJavaScript = (pcre: unknown): RegExp | null => javaScriptPatterns.get(pcre) ?? null;

export const regexps = (...names: readonly (keyof typeof patterns)[]) => ({
  regexp: names.map((name) => patterns[name][0]),
});
/** An optional, visible field, but for what `more` says. */
export const field = (type: string, title: string, more: JsonField = {}): JsonField => ({
  type,
  title,
  description: '',
  disabled: false,
  is_visible: true,
  required: false,
  ...more,
});
export const input = (title: string, more: JsonField = {}) => field('input', title, more);
export const select = (title: string, options: readonly JsonOption[], more: JsonField = {}) =>
  field('select', title, { options, ...more });
/** What marks a field that must be filled in. */
export const required = { required: true } as const;
/** Options written as `value=text`. */
export const choices = (...pairs: readonly string[]): readonly JsonOption[] =>
  pairs.map((pair) => ({ value: pair.slice(0, pair.indexOf('=')), text: pair.slice(pair.indexOf('=') + 1) }));
export const priced = (option: JsonOption, price: unknown): JsonOption => ({ ...option, data: { price } });
export const group = (text: string, values: readonly JsonOption[]): JsonOption => ({
  value: null,
  text,
  values,
});
