/** The README's example. */
import { createOperators, hashApiKey, readOperators } from '@partner-gateway/api-keys';
import { expect, it } from 'vitest';

it('knows an operator by the key whose hash it has, as the README shows', () => {
  const hashed = hashApiKey('a key of 256 random bits', 'f3a9');
  const operators = createOperators(() => readOperators([`lan:act=${hashed}`]), Date.now);

  expect(operators.find('a key of 256 random bits')).toStrictEqual({ name: 'lan', scope: 'act' });
  expect(operators.find('another')).toBeUndefined();
});
