/** The README's example. */
import { renderSite } from '@partner-gateway/developer-site';
import { openSite } from '@partner-gateway/developer-site/shelf';
import { expect, it } from 'vitest';

it('renders a page, and answers with it, as the README shows', async () => {
  const seats = await renderSite().get('/docs/guides/seats')?.read();
  expect(seats).toContain('<h1 id="seats">Seats</h1>');

  const answer = await openSite().answer({ path: '/docs/guides/seats', ifNoneMatch: undefined });
  expect([answer?.status, answer?.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
});
