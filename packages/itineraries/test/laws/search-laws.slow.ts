/** The law of search answers, searched far. */
import { test } from 'vitest';
import { assertWholeAnswers } from './search-law.ts';

test(
  '10,000 answers of 12go are answered whole, priced, ordered and declared',
  () => assertWholeAnswers(10_000),
  120_000,
);
