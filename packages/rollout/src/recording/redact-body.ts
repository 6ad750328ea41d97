/** Bodies without persons and secrets: of requests by what each field is, of answers all that is not known to be harmless. */
import { isKept, isKeptNumber, isNameKept, isOfTraveller } from './kept-values.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** How a text goes on, by the name of the member it stands at. */
type Treat = (name: string, value: string) => string;

type Walk = {
  readonly treat: Treat;
  readonly member: (name: string) => string;
};

/** Goes through a body; names of members that may be anything go too. */
const walk = (value: unknown, name: string, how: Walk): unknown => {
  if (typeof value === 'string') return how.treat(name, value);
  if (typeof value === 'number') return isKeptNumber(name, value) ? value : 0;
  if (Array.isArray(value)) return value.map((item) => walk(item, name, how));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inside]) => [how.member(member), walk(inside, member, how)]),
  );
};

const sealedNames = /^(?:booking_token|bookingToken|refund_option|incomplete_results_id)$/;
const adultYears = 18;

/** What decides is whether it is a child. */
const birthday = (value: string, at: string): string => {
  const [, year = '1990'] = /(\d{4})/.exec(value) ?? [];
  return Number(at.slice(0, 4)) - Number(year) > adultYears ? '1990-01-01' : `${year}-01-01`;
};

const ofTraveller = (
  pseudonyms: Pseudonyms,
  at: string,
): Readonly<Record<string, (value: string) => string>> => ({
  email: pseudonyms.email,
  mobile_phone: pseudonyms.phone,
  id_number: pseudonyms.document,
  dob: (value) => birthday(value, at),
  id_expiry_date: () => '2039-01-01',
  id_issue_date: () => '2019-01-01',
});

/** What a redaction of bodies knows. */
export type BodyRules = {
  readonly pseudonyms: Pseudonyms;
  /** When the request came in. */
  readonly at: string;
  /** Whether a form offered the value as a choice, so that it is nobody's own. */
  readonly isOffered: (value: string) => boolean;
};

/** The body of a request. */
export const redactRequestBody = (body: unknown, { pseudonyms, at, isOffered }: BodyRules): unknown => {
  const made = ofTraveller(pseudonyms, at);
  const treat: Treat = (name, value) => {
    if (sealedNames.test(name)) return pseudonyms.mark(value);
    if (Object.hasOwn(made, name)) return made[name]?.(value) ?? '';
    const isHarmless = isKept(name, value) || (isOffered(value) && !isOfTraveller(name));
    return isHarmless ? value : pseudonyms.word(value);
  };
  const member = (name: string): string =>
    isNameKept(name) || isOffered(name) ? name : pseudonyms.mark(name);
  return walk(body, '', { treat, member });
};

/** The body of an answer about bookings, or a refusal. */
export const redactAnswerBody = (body: unknown, { pseudonyms }: Pick<BodyRules, 'pseudonyms'>): unknown =>
  walk(body, '', {
    treat: (name, value) =>
      isKept(name, value) || (name === 'id' && isKept('booking_id', value)) ? value : pseudonyms.mark(value),
    member: (name) => (isNameKept(name) ? name : pseudonyms.mark(name)),
  });
