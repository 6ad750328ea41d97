/** The program of the README is the one that is run from the tarball. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('shows the consumer as it is in its file', () => {
  const [, ...code] = read('../../../tests/packed/consumers/contract/search.mjs').split('\n');
  expect(read('../README.md')).toContain(`<!-- consumer: search.mjs -->\n\`\`\`js\n${code.join('\n')}\`\`\``);
});
