/** A `fetch` that tells of every exchange as it goes on; the key is told to nobody. */

/** A request, and its answer once there is one. */
export type Exchange = {
  readonly id: number;
  readonly step: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: readonly Header[];
  readonly body: string;
  readonly answer?: ExchangeAnswer;
};

export type Header = readonly [name: string, value: string];

/** Without a status where the connection broke. */
export type ExchangeAnswer = {
  readonly status?: number;
  readonly headers: readonly Header[];
  readonly body: string;
  readonly tookMs: number;
};

const keyHeader = 'x-api-key';

/** Of an answer, what a partner acts on; the others are the same everywhere. */
const telling =
  /^(?:content-type|idempotent-replayed|location|ratelimit|retry-after|x-correlation-id|x-outcome)$/;

const askedHeaders = (headers: Headers): readonly Header[] =>
  [...headers].map(([name, value]) => [name, name === keyHeader ? '(your key)' : value]);

const answerHeaders = (headers: Headers): readonly Header[] =>
  [...headers].filter(([name]) => telling.test(name));

type Recording = {
  readonly step: string;
  readonly fetch: typeof globalThis.fetch;
  readonly nowMs: () => number;
  /** Told twice of each, once it is answered with the answer. */
  readonly note: (exchange: Exchange) => void;
};

let exchanges = 0;

/** Makes the `fetch` of a step. */
export const recordingFetch = ({ step, fetch, nowMs, note }: Recording): typeof globalThis.fetch => {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const { method } = request;
    exchanges += 1;
    const id = exchanges;
    const body = await request.clone().text();
    const asked = { id, step, method, path: pathname + search, headers: askedHeaders(request.headers), body };
    const beganMs = nowMs();
    note(asked);
    try {
      const response = await fetch(request);
      const text = await response.clone().text();
      const headers = answerHeaders(response.headers);
      note({ ...asked, answer: { status: response.status, headers, body: text, tookMs: nowMs() - beganMs } });
      return response;
    } catch (error) {
      note({ ...asked, answer: { headers: [], body: 'No answer came.', tookMs: nowMs() - beganMs } });
      throw error;
    }
  };
};
