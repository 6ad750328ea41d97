/** Runs a law over many random cases and counts them, so that a test can promise how many there were. */
import fc from 'fast-check';

const runs = 10_000;
let cases = 0;

/** How many cases this test file has run so far. */
export const casesRun = (): number => cases;

/** Asserts a law over ten thousand random cases. */
export const law = <Values extends [unknown, ...unknown[]]>(
  arbitraries: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  holds: (...values: Values) => void,
): void => {
  const counted = (values: Values) => {
    cases += 1;
    holds(...values);
  };
  const together = fc.tuple<unknown[]>(...arbitraries) as fc.Arbitrary<unknown> as fc.Arbitrary<Values>;
  fc.assert(fc.property(together, counted), { numRuns: runs });
};
