/** What was told of each cart, held against what was executed: the four lies that a crash run looks for. */

/** What an answer says of a cart; `unresolved` says nothing yet. */
export type Verdict = {
  readonly what: 'booked' | 'not_executed' | 'unresolved';
  /** Of a refusal, or of what was heard last. */
  readonly code?: string;
};

/** What was told of one cart in the end. */
export type Told = Verdict & {
  /** The name under which its executions are counted. */
  readonly cart: string;
  /** From when it was first asked for. */
  readonly tookMs: number;
  readonly retries: number;
};

const tally = (codes: readonly (string | undefined)[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code ?? ''] = (counts[code ?? ''] ?? 0) + 1;
  return counts;
};

const quantiles = (told: readonly Told[]) => {
  const sorted = told.map(({ tookMs }) => Math.round(tookMs)).sort((one, two) => one - two);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
};

/** Counts what was told, and what of it was not so. */
export const judge = (told: readonly Told[], executions: ReadonlyMap<string, number>) => {
  const those = (what: Told['what']) => told.filter((one) => one.what === what);
  const codesOf = (what: Told['what']) => tally(those(what).map(({ code }) => code));
  const timesOf = ({ cart }: Told): number => executions.get(cart) ?? 0;
  return {
    carts: told.length,
    booked: those('booked').length,
    notExecuted: those('not_executed').length,
    notExecutedCodes: codesOf('not_executed'),
    doubleBooked: told.filter((one) => timesOf(one) > 1).length,
    toldBookedButNot: those('booked').filter((one) => timesOf(one) === 0).length,
    toldNotButBooked: those('not_executed').filter((one) => timesOf(one) > 0).length,
    unresolved: those('unresolved').length,
    unresolvedCodes: codesOf('unresolved'),
    retries: told.reduce((sum, { retries }) => sum + retries, 0),
    tookMs: quantiles(told),
  };
};
