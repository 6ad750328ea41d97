/** The validation patterns of checkout forms as 12go spells them, PCRE with all its oddities. */

/** The PCRE literals in use, each with the JavaScript pattern the sandbox checks it by; null accepts anything. */
export const patterns = {
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
