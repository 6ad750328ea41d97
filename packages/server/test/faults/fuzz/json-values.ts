/** Values that fit a JSON Schema, or nearly do: from its own words, from what is known of the world, and from what breaks parsers. */
import fc from 'fast-check';

export type Schema = { readonly [keyword: string]: unknown };

/** What a generator draws on. */
export type Sources = {
  readonly random: () => number;
  readonly seed: number;
  /** Values that are good for a member or parameter of this name. */
  readonly known: (name: string) => readonly unknown[];
  readonly components: Readonly<Record<string, Schema>>;
};

/** Leaves that break what reads them carelessly. */
export const oddLeaves: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  '0',
  'null',
  '\u0000',
  '\ud800',
  '\u202e\u0000\u{1f600}',
  'é'.normalize('NFD'),
  "' OR 1=1 --",
  '../../etc/passwd',
  '<script>',
  '%{7*7}',
  'a'.repeat(5_000),
  [],
  {},
  [[]],
  [null],
  { toString: 1 },
  { length: 1e9 },
  '2026-02-30',
  '9999-12-31T23:59:59Z',
  'constructor',
];

export type Values = {
  pick<Value>(from: readonly Value[]): Value;
  chance(share: number): boolean;
  /** A value of a schema; `name` is the member or parameter that it is for. */
  of(schema: Schema, name: string): unknown;
};

const asSchema = (value: unknown): Schema =>
  typeof value === 'object' && value !== null ? (value as Schema) : {};
const asList = (value: unknown): readonly Schema[] => (Array.isArray(value) ? (value as Schema[]) : []);

/** Makes a generator; it repeats with its sources. */
export const createValues = ({ random, seed, known, components }: Sources): Values => {
  const pick: Values['pick'] = <Value>(from: readonly Value[]) =>
    from[Math.floor(random() * from.length)] as Value;
  const chance = (share: number): boolean => random() < share;
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const pools = new Map<string, readonly string[]>();
  /** Texts are drawn from samples, since making each anew takes longer than the request that it is for. */
  const poolOf = (name: string, texts: () => fc.Arbitrary<string>): readonly string[] => {
    const found = pools.get(name) ?? fc.sample(texts(), { numRuns: 40, seed });
    pools.set(name, found);
    return found;
  };
  const textOf = ({ pattern, minLength, maxLength }: Schema): string => {
    if (typeof pattern === 'string')
      return pick(poolOf(pattern, () => fc.stringMatching(new RegExp(pattern))));
    const bounds = { minLength: Number(minLength ?? 0), maxLength: Math.min(Number(maxLength ?? 40), 60) };
    return pick(poolOf(`text ${JSON.stringify(bounds)}`, () => fc.string({ unit: 'grapheme', ...bounds })));
  };

  const objectOf = (schema: Schema, depth: number): Record<string, unknown> => {
    const required = new Set((schema.required ?? []) as readonly string[]);
    const members = Object.entries(asSchema(schema.properties)).filter(
      ([name]) => required.has(name) || chance(0.6),
    );
    const own = Object.fromEntries(
      members.map(([name, one]) => [name, made(asSchema(one), name, depth + 1)]),
    );
    const more = asSchema(schema.additionalProperties);
    if (Object.keys(more).length === 0 || chance(0.5)) return own;
    return {
      ...own,
      [pick(poolOf('name', () => fc.string({ minLength: 1, maxLength: 10 })))]: made(more, '', depth + 1),
    };
  };

  const made = (schema: Schema, name: string, depth: number): unknown => {
    const good = known(name);
    if (good.length > 0 && chance(0.85)) return pick(good);
    if (depth > 6) return null;
    if (typeof schema.$ref === 'string')
      return made(asSchema(components[schema.$ref.split('/').at(-1) ?? '']), name, depth);
    if (schema.const !== undefined) return schema.const;
    if (Array.isArray(schema.enum)) return pick(schema.enum);
    const choices = [...asList(schema.anyOf), ...asList(schema.oneOf)];
    if (choices.length > 0) return made(pick(choices), name, depth);
    const [first] = asList(schema.allOf);
    if (first !== undefined) return made(first, name, depth);
    switch (Array.isArray(schema.type) ? pick(schema.type as string[]) : schema.type) {
      case 'object':
        return objectOf(schema, depth);
      case 'array':
        return Array.from({ length: between(Number(schema.minItems ?? 0), 3) }, () =>
          made(asSchema(schema.items), name, depth + 1),
        );
      case 'string':
        return textOf(schema);
      case 'integer':
        return between(Number(schema.minimum ?? -2), Math.min(Number(schema.maximum ?? 12), 12));
      case 'number':
        return random() * Number(schema.maximum ?? 100);
      case 'boolean':
        return chance(0.5);
      default:
        return pick(oddLeaves);
    }
  };
  return { pick, chance, of: (schema, name) => made(schema, name, 0) };
};
