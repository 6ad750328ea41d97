/** Where an answer differs from what this version of the SDK knows. Loaded only by a client that asks for it. */
import { answerShapes, problemShape, type Shape, shapes } from '../../generated/shapes.ts';
import type { DriftKind } from './drift-options.ts';

/** A difference, without the value. */
export type PlaceOfDrift = { readonly kind: DriftKind; readonly path: string };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const inMembers = (
  value: Readonly<Record<string, unknown>>,
  members: Readonly<Record<string, Shape>>,
  path: string,
): readonly PlaceOfDrift[] => {
  const known = new Map(Object.entries(members).map(([name, shape]) => [name.replace('?', ''), shape]));
  const missing = Object.keys(members).filter((name) => !name.endsWith('?') && !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => ({ kind: 'missing_field', path: joined(path, name) }) as const),
    ...Object.entries(value).flatMap(([name, member]): readonly PlaceOfDrift[] => {
      const [shape, place] = [known.get(name), joined(path, name)];
      return shape === undefined ? [{ kind: 'unknown_field', path: place }] : inValue(member, shape, place);
    }),
  ];
};

const missingIn = (found: readonly PlaceOfDrift[]): number =>
  found.filter(({ kind }) => kind === 'missing_field').length;

/** Whether one fits better than another: what is missing tells more than what is new. */
const isCloser = (one: readonly PlaceOfDrift[], other: readonly PlaceOfDrift[]): boolean =>
  (missingIn(one) - missingIn(other) || one.length - other.length) < 0;

/** The variant that fits best. */
const inOneOf = (value: unknown, variants: readonly Shape[], path: string): readonly PlaceOfDrift[] =>
  variants
    .map((variant) => inValue(value, variant, path))
    .reduce((best, found) => (isCloser(found, best) ? found : best));

const inValue = (value: unknown, shape: Shape, path: string): readonly PlaceOfDrift[] => {
  if (shape === 0 || value === null || value === undefined) return [];
  if (typeof shape === 'string') return inValue(value, shapes[shape] ?? 0, path);
  if ('values' in shape)
    return typeof value !== 'string' || shape.values.includes(value) ? [] : [{ kind: 'unknown_value', path }];
  if ('oneOf' in shape) return inOneOf(value, shape.oneOf, path);
  if ('items' in shape)
    return Array.isArray(value) ? value.flatMap((item) => inValue(item, shape.items, `${path}[]`)) : [];
  return isRecord(value) ? inMembers(value, shape.members, path) : [];
};

const placesIn = (body: unknown, shape: Shape): readonly PlaceOfDrift[] => {
  const found = inValue(body, shape, '');
  return [...new Map(found.map((drift) => [`${drift.kind} ${drift.path}`, drift])).values()];
};

/** Every place of an answer's body that differs, each once. */
export const driftOf = (operation: string, body: unknown): readonly PlaceOfDrift[] =>
  placesIn(body, answerShapes[operation] ?? 0);

/** Every place of a refusal's body that differs, each once. */
export const driftOfProblem = (body: unknown): readonly PlaceOfDrift[] => placesIn(body, problemShape);
