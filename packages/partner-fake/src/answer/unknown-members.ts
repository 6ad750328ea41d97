/** Members and parameters that an operation does not know: refused, refused where they are a known one misspelt, or named. */
import { Refusal } from '../refusal.ts';
import type { Call } from './call.ts';
import { isRecord } from './json.ts';
import { operationOf } from './operations.ts';

/** How many letters differ at least. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [column, against] of [...other].entries()) {
      const swapped = (row[column] ?? 0) + (letter === against ? 0 : 1);
      next.push(Math.min(swapped, (next[column] ?? 0) + 1, (row[column + 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** The name that is meant where one is misspelt; undefined when none is near. */
export const meantBy = (name: string, known: readonly string[]): string | undefined =>
  known.find(
    (one) => distance(name.toLowerCase(), one.toLowerCase()) <= Math.min(2, Math.floor(one.length / 4)),
  );

const refuse = (field: string, what: string, hint: string): never => {
  const message = `is not a ${what} of this request; ${hint}`;
  throw new Refusal('invalid_request', {
    detail: `Nothing was sent to the supplier: ${field} ${message}`,
    fields: [{ field, message }],
  });
};

/** The names that are ignored, for the header `X-Ignored`. Throws `invalid_request` where the operation refuses them. */
export const ignoredMembers = ({ operation, query, body }: Call): readonly string[] => {
  const { members, unknownMembers, method } = operationOf(operation);
  if (members === undefined) return [];
  const inBody = isRecord(body) && method !== 'GET';
  const given = inBody ? Object.keys(body) : [...query.keys()].map((name) => name.replace(/\[\]$/, ''));
  const unknown = [...new Set(given)].filter((name) => !members.includes(name));
  const what = inBody ? 'member' : 'parameter';
  for (const name of unknown) {
    const meant = meantBy(name, members);
    if (unknownMembers === 'refused') {
      refuse(name, what, meant === undefined ? `known are ${members.join(', ')}.` : `did you mean ${meant}?`);
    }
    if (unknownMembers === 'misspelt' && meant !== undefined) refuse(name, what, `did you mean ${meant}?`);
  }
  return unknown.map((name) => `${inBody ? 'body' : 'query'}.${name}`);
};
