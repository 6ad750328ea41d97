/** Small damage to a JSON value and to its text: near-valid, so that it gets past the first check. */
import { oddLeaves, type Values } from './json-values.ts';

type Holder = Record<string, unknown>;

const holdersIn = (value: unknown): readonly Holder[] =>
  typeof value === 'object' && value !== null
    ? [value as Holder, ...Object.values(value).flatMap(holdersIn)]
    : [];

const oddNames = [
  '__proto__',
  'constructor',
  'bookingToken',
  'client_id',
  'price',
  'netPrice',
  'markup',
  'unheard_of',
  '',
  'a.b',
];

/** Replaces, drops or adds a member somewhere; the value given is not changed. */
export const damaged = (value: unknown, { pick, chance }: Values): unknown => {
  if (chance(0.05)) return pick(oddLeaves);
  const copy: unknown = structuredClone(value);
  const holders = holdersIn(copy);
  const holder = holders.length === 0 ? undefined : pick(holders);
  if (holder === undefined) return copy;
  const names = Object.keys(holder);
  if (names.length === 0 || chance(0.25))
    Object.defineProperty(holder, pick(oddNames), {
      value: pick(oddLeaves),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else if (chance(0.35)) delete holder[pick(names)];
  else holder[pick(names)] = pick(oddLeaves);
  return copy;
};

/** Cuts, doubles or soils a text. */
export const soiled = (text: string, { pick, chance }: Values): string =>
  pick<(text: string) => string>([
    (whole) => whole.slice(0, Math.floor(whole.length / 2)),
    (whole) => `${whole}${whole}`,
    (whole) => `\ufeff${whole}`,
    (whole) => `${whole}x`,
    (whole) => whole.replace(/"(\w+)":/, '"$1":1,"$1":'),
    (whole) => whole.replace(/"(\w)/, '"\\ud83d$1'),
    (whole) => whole.replaceAll('"', "'"),
    (whole) => whole.replace('{', '{"a":1e999,'),
    (whole) => `${'['.repeat(200)}${whole}${']'.repeat(200)}`,
    () => (chance(0.05) ? `"${'x'.repeat(270_000)}"` : '"'),
    () => '',
  ])(text);
