/** The README's example. */
import { changed, chooseSide, untouched } from '@partner-gateway/rollout';
import { expect, it } from 'vitest';

it('chooses a side by a rule, as the README shows', () => {
  const rule = { endpoint: 'search', client: '*', mode: 'percent', percent: 5 } as const;
  const rollout = changed(
    untouched,
    { kind: 'set', rule },
    { name: 'lan', reason: 'the canary begins', nowMs: Date.now() },
  );

  expect(
    chooseSide(rollout, { endpoint: 'search', client: 'acme', sticky: () => '9c1f-search-77' }),
  ).toMatchObject({ side: 'legacy', because: 'rule' });
});
