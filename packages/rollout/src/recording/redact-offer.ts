/** Answers with timetables, prices and forms, which are no person's: only what looks like a person or a secret goes. */
import { isItineraryIdKept } from './kept-values.ts';
import type { Pseudonyms } from './pseudonyms.ts';

const email = /[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+\.[^\s@<>"'(),;:]+/g;
const sealedText = /\b[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{39,}/g;
/** Longer than the key of a trip. */
const longSecret = /\b[A-Za-z0-9_-]{28,}/g;
/** Nine digits and more with what people write between them. */
const telephone = /\+?\d(?:[\s().-]*\d){8,}/g;

/** Rules of forms look like anything. */
const unread = new Set(['pattern', '$schema', 'format', 'type']);

const withoutQuery = (url: string, mark: Pseudonyms['mark']): string => {
  const at = url.search(/[?#]/);
  return at < 0 ? url : `${url.slice(0, at)}?${mark(url.slice(at))}`;
};

const secretLengthMin = 28;
const telephoneLengthMin = 9;

/** Nearly all texts are too short for what is looked for. */
const cleaned = (value: string, mark: Pseudonyms['mark']): string => {
  if (value.length < telephoneLengthMin && !value.includes('@')) return value;
  const named = value.includes('@') ? value.replace(email, mark) : value;
  const told =
    value.length < secretLengthMin ? named : named.replace(sealedText, mark).replace(longSecret, mark);
  return told.replace(telephone, mark);
};

const textOf = (name: string, value: string, mark: Pseudonyms['mark']): string => {
  if (name === 'booking_token') return mark(value);
  if (unread.has(name) || isItineraryIdKept(value)) return value;
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z?$/.test(value)) return value;
  return /^https?:\/\/[^\s@]+$/.test(value) ? withoutQuery(value, mark) : cleaned(value, mark);
};

/** Of a form: what can be chosen, and what there is to fill in. */
const isOfForm = (name: string): boolean => name === 'properties';

type Walk = { readonly mark: Pseudonyms['mark']; readonly onChoice: (value: string) => void };

const walk = (value: unknown, name: string, how: Walk): unknown => {
  if (typeof value === 'string') {
    const text = textOf(name, value, how.mark);
    if (name === 'const' && text === value) how.onChoice(value);
    return text;
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, name, how));
  if (typeof value !== 'object' || value === null) return value;
  if (isOfForm(name)) for (const member of Object.keys(value)) how.onChoice(member);
  const left: Record<string, unknown> = {};
  for (const [member, inside] of Object.entries(value))
    left[cleaned(member, how.mark)] = walk(inside, member, how);
  return left;
};

/**
 * The body of such an answer.
 *
 * @param onChoice is told of each value that a form offers, and of each name of a field.
 */
export const redactOffer = (
  body: unknown,
  { mark }: Pseudonyms,
  onChoice: (value: string) => void,
): unknown => walk(body, '', { mark, onChoice });
