/** Runs the cases against both sides and says where they differ. */
import type { EmbeddedOptions } from '@partner-gateway/server/embedded';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, apiOf, type Case, type Side } from './api.ts';
import { codesOfCase } from './codes.ts';
import { differences } from './differences.ts';
import { openSides } from './sides.ts';

const dayMs = 86_400_000;
const firstDay = 20;

/** Where cases are run: a gateway, and what is around it. */
export type World = {
  readonly name: string;
  readonly cases: readonly Case[];
  /** Makes the gateway's options; what it starts is ended by `end`. */
  readonly begin?: () => Promise<EmbeddedOptions> | EmbeddedOptions;
  readonly end?: () => Promise<void>;
};

const codesIn = ({ trace }: Api): readonly unknown[] =>
  trace.map(({ body }) =>
    typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined,
  );

/** Declares a test for each case of a world; each has a day of its own. */
export const compare = ({ name, cases, begin = () => ({}), end }: World): void => {
  describe(`the fake answers as the gateway does: ${name}`, () => {
    let sides: readonly [Side, Side];
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ sides, close } = await openSides(await begin()));
    });
    afterAll(async () => {
      await close();
      await end?.();
    });

    test.for(cases.map((one, index) => ({ ...one, index })))('$name', async ({ index, ...one }) => {
      const day = new Date(Date.now() + (firstDay + index) * dayMs).toISOString().slice(0, 10);
      const apis = sides.map((side) => apiOf(side, day));
      for (const side of sides) side.clear();
      for (const api of apis) await one.run(api);
      const [fake, gateway] = apis;
      expect(differences(fake?.trace, gateway?.trace).join('\n')).toBe('');
      expect(apis.flatMap(({ trace }) => trace.flatMap(({ faults }) => faults)).join('\n')).toBe('');
      for (const api of apis) expect(codesIn(api)).toEqual(expect.arrayContaining([...codesOfCase(one)]));
    });
  });
};
