/** Whole answers to bend, as JSON: what upstream documents, and what the sandbox answers along the funnels of its trips. */
import { timetable } from '@partner-gateway/sandbox';
import { readBooking } from '../../src/bookings.ts';
import { readCart } from '../../src/carts.ts';
import { readCheckoutForm } from '../../src/checkout.ts';
import { type TwelveGoClient, toLocalDate, toProvinceId } from '../../src/index.ts';
import { readRefundOptions } from '../../src/refunds.ts';
import { readSearchResult } from '../../src/search.ts';
import { createKyExchange } from '../../src/transport/attempt.ts';
import { fixture } from './fixture.ts';
import { answersFor, cebuBohol, hanoiSapa, queryOf, startBench } from './sandbox.ts';

/** The six reads, and the reader of each. */
export const readers = {
  search: readSearchResult,
  trip: readSearchResult,
  cart: readCart,
  checkout: readCheckoutForm,
  booking: readBooking,
  refund: readRefundOptions,
} satisfies Record<string, (body: unknown) => unknown>;
export type AnswerKind = keyof typeof readers;

export type WholeAnswer = { readonly kind: AnswerKind; readonly from: string; readonly body: unknown };

const documented: readonly (readonly [AnswerKind, string])[] = [
  ['search', 'search'],
  ['trip', 'trip'],
  ['cart', 'cart'],
  ['checkout', 'checkout-hanoi-sapa'],
  ['checkout', 'checkout-cebu-extras'],
  ['booking', 'booking'],
  ['refund', 'refund-options'],
];

const kindOf = (method: string, path: string): AnswerKind | undefined => {
  if (path.includes('refund-options')) return 'refund';
  const [, first] = path.split('/');
  if (first === 'cart' && method === 'POST') return undefined;
  return (Object.keys(readers) as AnswerKind[]).find((kind) => kind === first);
};

const provinces = [
  [1, 118],
  [1, 44],
  [310, 322],
] as const;

const ask = async (client: TwelveGoClient): Promise<void> => {
  for (const [from, to] of provinces)
    await client.search({
      from: { kind: 'province', id: toProvinceId(from) },
      to: { kind: 'province', id: toProvinceId(to) },
      date: toLocalDate('2026-11-14'),
      seats: 2,
    });
  const fares = timetable.filter(({ scenario }) => scenario === undefined).map(({ key }) => key);
  for (const key of fares.slice(0, 8)) {
    await client.trip(queryOf(key));
    const cartId = await client.addToCart(queryOf(key));
    await client.cart(cartId);
    await client.checkoutForm(cartId, 2);
  }
  for (const key of [hanoiSapa, cebuBohol]) {
    const bid = await client.reserve(await client.addToCart(queryOf(key)), answersFor(key));
    await client.booking(bid);
    await client.confirm(bid);
    await client.booking(bid);
    await client.refundOptions(bid);
  }
};

/** Answers whose reading leaves nothing out. */
export const wholeAnswers = async (): Promise<readonly WholeAnswer[]> => {
  const answers: WholeAnswer[] = documented.map(([kind, name]) => ({
    kind,
    from: name,
    body: fixture(name),
  }));
  const bench = await startBench();
  const send = createKyExchange();
  const client = bench.clientOf('sandbox-key', {
    exchange: async (request) => {
      const response = await send(request);
      const text = await new Response(response.body as ReadableStream).text();
      const path = new URL(request.url).pathname;
      const kind = kindOf(request.method, path);
      if (kind !== undefined) answers.push({ kind, from: path, body: JSON.parse(text) as unknown });
      return { ...response, status: response.status, headers: response.headers, body: bytesOf(text) };
    },
  });
  await ask(client);
  await bench.close();
  return answers;
};

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}
