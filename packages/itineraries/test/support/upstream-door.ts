/** The public door for made-up 12go answers: JSON text in, through the real client, a typed answer out. */
import {
  createTwelveGoClient,
  createTwelveGoTransport,
  type HttpResponse,
  type SearchResult,
  type TwelveGoClient,
  toLocalDate,
  toProvinceId,
} from '@partner-gateway/twelvego-client';

/** A client whose one answer is `text`, whatever is asked. */
export const clientAnswering = (text: string): TwelveGoClient => {
  const answer: HttpResponse = {
    status: 200,
    headers: new Headers({ 'content-type': 'application/json' }),
    body: ReadableStream.from([new TextEncoder().encode(text)]),
  };
  const transport = createTwelveGoTransport({
    baseUrl: 'https://api.upstream.example',
    exchange: () => Promise.resolve(answer),
  });
  return createTwelveGoClient(transport, 'key-of-a-test');
};

/** What the client makes of a search answer. */
export const readSearch = (json: string): Promise<SearchResult> =>
  clientAnswering(json).search({
    from: { kind: 'province', id: toProvinceId(1) },
    to: { kind: 'province', id: toProvinceId(118) },
    date: toLocalDate('2026-11-14'),
    seats: 2,
  });
