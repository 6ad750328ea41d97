/** Members and query parameters that a route does not know: refused where one that was misspelt would do harm, else named. */
import type { FieldError, RouteMetadata } from '@partner-gateway/contract';
import { GatewayError } from '../../errors.ts';

/** What a route knows, by name. */
export type KnownNames = { readonly body: readonly string[]; readonly query: readonly string[] };

/** What was sent. */
export type SentNames = { readonly body: unknown; readonly query: unknown };

export type UnknownNames = { readonly body: readonly string[]; readonly query: readonly string[] };

const namesOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** How many letters one name is off another: put in, left out, changed, or swapped with the next. */
const lettersOff = (one: string, other: string): number => {
  const rows = Array.from({ length: one.length + 1 }, (_, row) =>
    Array.from({ length: other.length + 1 }, (__, column) => (row === 0 ? column : column === 0 ? row : 0)),
  );
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= one.length; row += 1) {
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const steps = [
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
      ];
      if (row > 1 && column > 1 && swapped) steps.push(at(row - 2, column - 2) + 1);
      const cells = rows[row];
      if (cells !== undefined) cells[column] = Math.min(...steps);
    }
  }
  return at(one.length, other.length);
};

/** Beyond this length no name is a misspelling of one of ours, and comparing would be work for nothing. */
const nameLengthMax = 64;

/**
 * The known name that was probably meant: the same but for case and separators, or one or two letters off.
 *
 * @example
 * ```ts
 * nearestName('OPS_HOTS', ['OPS_HOST', 'OPS_PORT']); // 'OPS_HOST'
 * ```
 */
export const nearestName = (name: string, known: readonly string[]): string | undefined => {
  if (name.length > nameLengthMax) return undefined;
  const [best] = known
    .map((candidate) => ({ candidate, off: lettersOff(bare(name), bare(candidate)) }))
    .filter(({ candidate, off }) => off <= Math.min(2, Math.floor(bare(candidate).length / 4)))
    .sort((one, two) => one.off - two.off);
  return best?.candidate;
};

/** A name as it may stand in an answer, a header and the log: anything that is not a plain name, such as a key, is not repeated. */
export const plain = (name: string): string => (/^[\w.-]{1,40}$/.test(name) ? name : '(odd name)');

const toField = (what: 'member' | 'parameter', name: string, known: readonly string[]): FieldError => {
  const meant = nearestName(name, known);
  const hint = meant === undefined ? `known are ${known.join(', ') || 'none'}.` : `did you mean ${meant}?`;
  return { field: plain(name), message: `is not a ${what} of this request; ${hint}` };
};

/** The unknown parameters that are a known one misspelt, with what was probably meant. */
export const misspeltOf = (unknown: readonly string[], known: readonly string[]): FieldError[] =>
  unknown
    .filter((name) => nearestName(name, known) !== undefined)
    .map((name) => toField('parameter', name, known));

const refusal = (fields: readonly FieldError[], { auth }: Pick<RouteMetadata, 'auth'>): GatewayError => {
  const [first] = fields;
  const left = auth === 'ops' ? 'Nothing was done' : 'Nothing was sent to the supplier';
  return new GatewayError('invalid_request', {
    detail: `${left}: ${first?.field ?? ''} ${first?.message ?? ''}`,
    fields,
  });
};

/** Names the unknown ones. */
export const unknownNames = (sent: SentNames, known: KnownNames): UnknownNames => ({
  body: namesOf(sent.body).filter((name) => !known.body.includes(name)),
  query: namesOf(sent.query).filter((name) => !known.query.includes(name)),
});

/**
 * Refuses what may not be ignored: on a route that cannot be undone everything unknown, on one that checks what a member says the
 * misspelt ones, and for a strict client and for operators everything unknown on any.
 *
 * @throws GatewayError `invalid_request` naming each, with what was probably meant.
 */
export const assertNoTypo = (
  unknown: UnknownNames,
  known: KnownNames,
  { metadata, isStrict }: { readonly metadata: RouteMetadata; readonly isStrict: boolean },
): void => {
  const isOfOperators = metadata.auth === 'ops';
  if (metadata.unknownMembers === 'ignored' && !isOfOperators) return;
  const isAllRefused = metadata.unknownMembers === 'refused' || isOfOperators || isStrict;
  const isMeantElsewhere = (name: string, names: readonly string[]): boolean =>
    isAllRefused || nearestName(name, names) !== undefined;
  const fields = [
    ...unknown.body
      .filter((name) => isMeantElsewhere(name, known.body))
      .map((name) => toField('member', name, known.body)),
    ...unknown.query
      .filter((name) => isMeantElsewhere(name, known.query))
      .map((name) => toField('parameter', name, known.query)),
  ];
  if (fields.length > 0) throw refusal(fields, metadata);
};
