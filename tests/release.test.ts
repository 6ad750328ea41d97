/** What is published says which repository it was built from, as provenance does. */
import { expect, test } from 'vitest';
import { publishedFrom } from '../scripts/lib/published-from.mjs';

test('a published manifest names its repository, its folder, its page and where bugs go, and keeps the rest', () => {
  const manifest = { name: '@partner-gateway/sdk', version: '1.2.3' };
  const place = { server: 'https://git.example', repository: 'acme/gateway', directory: 'packages/sdk' };
  expect(publishedFrom(manifest, place)).toEqual({
    name: '@partner-gateway/sdk',
    version: '1.2.3',
    repository: { type: 'git', url: 'git+https://git.example/acme/gateway.git', directory: 'packages/sdk' },
    homepage: 'https://git.example/acme/gateway/tree/main/packages/sdk#readme',
    bugs: { url: 'https://git.example/acme/gateway/issues' },
  });
});
