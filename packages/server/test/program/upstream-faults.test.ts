/** Whatever 12go answers to a read, the partner gets a code of the contract: never a 500, never rubbish as a success. */
import { type ErrorCode, problemSchema } from '@partner-gateway/contract';
import type { ScenarioName } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Api } from '../support/api.ts';
import { bangkokTrip, confirm, createBody, reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';
import { type RecordedApi, startRecordedApi } from '../support/recorded-api.ts';
import type { Recorder } from '../support/recorder.ts';

let api: Api;
let twelveGo: Recorder;
let stack: RecordedApi;
let booking = '';
let reserved = '';
beforeAll(async () => {
  stack = await startRecordedApi();
  ({ api, twelveGo } = stack);
  booking = (await confirm(api.as('demo'))).id;
  reserved = (await reserve(api.as('demo'))).id;
});
afterAll(() => stack.close());
beforeEach(() => {
  api.sandbox.scenarios.clear();
  twelveGo.answer(undefined);
});

const demo = () => api.as('demo');
const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';

type Read = {
  readonly name: string;
  /** The beginning of 12go's path. */
  readonly path: RegExp;
  readonly ask: () => Promise<Answer>;
  /** What an answer that is not readable becomes. */
  readonly unreadable: ErrorCode;
  readonly outcome: 'not_executed' | 'unknown' | undefined;
};
const createWith = async (): Promise<Answer> => {
  twelveGo.answer(undefined);
  const body = await createBody(demo());
  twelveGo.answer(pending);
  return demo().post('/bookings', body);
};
let pending: Parameters<Recorder['answer']>[0];

const read = (name: string, path: RegExp, ask: Read['ask'], more: Partial<Read> = {}): Read => ({
  name,
  path,
  ask,
  unreadable: 'upstream_error',
  outcome: undefined,
  ...more,
});
const reads: readonly Read[] = [
  read('search', /^\/search\//, () => demo().get(search)),
  read('trip', /^\/trip\//, () => demo().get(`/itineraries/${bangkokTrip()}`)),
  // What is no cart id to 12go is found out at the checkout form.
  read('cart', /^\/cart\//, () => demo().get(`/itineraries/${bangkokTrip()}`), {
    unreadable: 'schema_unavailable',
  }),
  read('checkout in get itinerary', /^\/checkout\//, () => demo().get(`/itineraries/${bangkokTrip()}`), {
    unreadable: 'schema_unavailable',
  }),
  read('checkout in create', /^\/checkout\//, createWith, {
    unreadable: 'schema_unavailable',
    outcome: 'not_executed',
  }),
  read('booking in details', /^\/booking\/\d+\?/, () => demo().get(`/bookings/${booking}`)),
  read('booking in ticket', /^\/booking\/\d+\?/, () => demo().get(`/bookings/${booking}/ticket`)),
  // Nothing is sent; whether it was confirmed before, only the booking could say.
  read('booking in confirm', /^\/booking\/\d+\?/, () => demo().post(`/bookings/${reserved}/confirm`), {
    outcome: 'unknown',
  }),
  read(
    'refund options',
    /refund-options/,
    () => demo().post(`/bookings/${booking}/cancel`, { preview: true }),
    {
      outcome: 'not_executed',
    },
  ),
];

type Fault = {
  readonly name: string;
  readonly status: number;
  readonly body: string;
  readonly type?: string;
};
const html = '<html><body>Service <b>unavailable</b></body></html>';
const failing: readonly Fault[] = [500, 502, 503, 504].map((status) => ({
  name: `HTML with ${status}`,
  status,
  body: html,
  type: 'text/html',
}));
const unreadable: readonly Fault[] = [
  { name: 'HTML with 200', status: 200, body: html, type: 'text/html' },
  { name: 'nothing', status: 200, body: '' },
  { name: 'half of a JSON text', status: 200, body: '{"trips": [{"id": "TH' },
  { name: 'null', status: 200, body: 'null' },
  { name: 'a number', status: 200, body: '7' },
  { name: 'a list of lists', status: 200, body: '[[[]]]' },
  { name: 'a redirect', status: 302, body: '' },
  { name: 'JSON too deep to be meant', status: 200, body: `${'['.repeat(20_000)}${']'.repeat(20_000)}` },
];

const answerWith = ({ path }: Read, { status, body, type = 'application/json' }: Fault): void => {
  pending = (_method, url) =>
    path.test(url)
      ? (response) =>
          response
            .writeHead(status, { 'content-type': type, location: 'http://elsewhere.example/' })
            .end(body)
      : undefined;
  twelveGo.answer(pending);
};

describe.each(reads)('$name', (what) => {
  test.each(failing)('answered by $name is 502', async (fault) => {
    answerWith(what, fault);
    expectProblem(await what.ask(), 'upstream_error', what.outcome);
  });

  test.each(unreadable)('answered by $name is refused with its own code', async (fault) => {
    answerWith(what, fault);
    const answer = await what.ask();
    expect([what.unreadable, 'upstream_error']).toContain(answer.read(problemSchema).code);
    expectProblem(answer, answer.read(problemSchema).code, what.outcome);
    expect(answer.text).not.toMatch(/html|elsewhere|Service/i);
  });

  test('cut off by a closed connection is 502', async () => {
    pending = (_method, url) => (what.path.test(url) ? (response) => response.destroy() : undefined);
    twelveGo.answer(pending);
    expectProblem(await what.ask(), 'upstream_error', what.outcome);
  });
});

const scenarios = ['wrong_types', 'truncated', 'reset_after'] satisfies ScenarioName[];
const operations = ['search', 'trip', 'addToCart', 'checkoutForm', 'booking', 'refundOptions'] as const;
test.each(operations.flatMap((operation) => scenarios.map((scenario) => [operation, scenario] as const)))(
  '%s spoiled by %s is never a fault of the gateway',
  async (operation, scenario) => {
    const paths = [
      search,
      `/itineraries/${bangkokTrip()}`,
      `/bookings/${booking}`,
      `/bookings/${booking}/ticket`,
    ];
    api.sandbox.scenarios.set({ operation, scenario });
    const answers = [
      ...(await Promise.all(paths.map((path) => demo().get(path)))),
      await demo().post(`/bookings/${booking}/cancel`, { preview: true }),
    ];
    for (const { status, text } of answers) {
      expect(status, text).not.toBe(500);
      expect(text).not.toContain('internal_error');
    }
  },
);
