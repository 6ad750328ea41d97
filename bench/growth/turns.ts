/** What grows beside what does not, in turns: a cost a turn, and what the costs of all rounds say together. */
import { exponent, median } from '../figures.ts';

/** The costs of each contestant, a round after the other. */
export type Costs<Cost> = ReadonlyMap<string, readonly Cost[]>;

/** Asks every contestant once a round, in this order and then the other way round, so that a busy moment hits them alike. */
export const inTurns = async <Cost>(
  rounds: number,
  contestants: Readonly<Record<string, () => Promise<Cost>>>,
): Promise<Costs<Cost>> => {
  const costs = new Map<string, Cost[]>();
  for (let round = 0; round < rounds; round += 1) {
    const order = Object.entries(contestants);
    for (const [name, ask] of round % 2 === 0 ? order : order.toReversed())
      costs.set(name, [...(costs.get(name) ?? []), await ask()]);
  }
  return costs;
};

/** @throws Error when nobody of that name took part. */
export const costsOf = <Cost>(costs: Costs<Cost>, name: string): readonly Cost[] => {
  const found = costs.get(name);
  if (found === undefined) throw new Error(`${name} did not take part`);
  return found;
};

const pairs = (
  many: readonly number[],
  few: readonly number[],
  of: (many: number, few: number) => number,
): number => median(many.map((cost, round) => of(cost, few[round] ?? Number.NaN)));

/** The middle of what the rounds say, each for itself. */
export const ratioOf = (many: readonly number[], few: readonly number[]): number =>
  pairs(many, few, (one, other) => one / other);

/** What `costs` have over those of a start without the thing that grows. */
export const addedOver = (costs: readonly number[], without: readonly number[]): number =>
  pairs(costs, without, (one, other) => one - other);

/** Exponent of what is added; not a number where the smaller added nothing that can be told from noise. */
export const exponentOf = (
  small: { readonly size: number; readonly cost: number },
  large: { readonly size: number; readonly cost: number },
): number => (small.cost > 0 ? exponent(small, large) : Number.NaN);

/** Microseconds of one of `count` things done one after the other. */
export const microsecondsOf = async (
  count: number,
  once: (index: number) => Promise<unknown>,
): Promise<number> => {
  const startedMs = performance.now();
  for (let index = 0; index < count; index += 1) await once(index);
  return ((performance.now() - startedMs) * 1_000) / count;
};
