/** Runs the cases against both sides and says where they differ. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiOf, type Case, type Side } from './api.ts';
import { differences } from './differences.ts';
import { openSides } from './sides.ts';

const dayMs = 86_400_000;

/** Declares a test for each case; each has days of its own, from `firstDay` days ahead. */
export const compare = (cases: readonly Case[], firstDay: number): void => {
  let sides: readonly [Side, Side];
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ sides, close } = await openSides());
  });
  afterAll(() => close());

  describe('the fake answers as the gateway does', () => {
    test.for(cases.map((one, index) => ({ ...one, index })))('$name', async ({ run, index }) => {
      const day = new Date(Date.now() + (firstDay + index) * dayMs).toISOString().slice(0, 10);
      const [fake, gateway] = sides.map((side) => ({ side, api: apiOf(side, day) }));
      for (const one of [fake, gateway]) {
        one?.side.clear();
        if (one !== undefined) await run(one.api);
      }
      expect(differences(fake?.api.trace, gateway?.api.trace).join('\n')).toBe('');
      const faults = [...(fake?.api.trace ?? []), ...(gateway?.api.trace ?? [])].flatMap((one) => one.faults);
      expect(faults.join('\n')).toBe('');
    });
  });
};
