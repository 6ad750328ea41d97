/** docs/errors.md and the error table say the same, in both directions. */
import { readFileSync } from 'node:fs';
import { errorCodes, errorTable } from '@partner-gateway/contract';
import { expect, it } from 'vitest';

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  );

it('lists every code of the table in its order, and no other', () => {
  expect(rows.map(([code = '']) => code.replaceAll('`', ''))).toEqual(errorCodes);
});

it.each(errorCodes)('tells of %s what the table tells', (code) => {
  const { status, retryable, fault, meaning, remedy } = errorTable[code];
  const cells = [`\`${code}\``, String(status), retryable ? 'yes' : 'no', fault, meaning, remedy];
  expect(rows).toContainEqual(cells);
});
