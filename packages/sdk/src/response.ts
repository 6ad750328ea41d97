/** A call under way: the promise of its result, with the HTTP answer behind it for those who ask. */
import type { Answer, GatewayResponse } from './answer.ts';

/** What every method returns: a promise of its result, as ever, that can be asked for the answer as well. */
export type GatewayPromise<Data> = Promise<Data> & {
  /**
   * The result together with status, headers and ids of the answer. It sends nothing again, and rejects as the call does.
   *
   * @example
   * ```ts
   * const { data, response } = await gateway.search(query).withResponse();
   * console.log(data.complete, response.status, response.headers.get('ratelimit'));
   * ```
   */
  withResponse(): Promise<{
    /** What the call resolves to by itself. */
    readonly data: Data;
    /** What it was read from. */
    readonly response: GatewayResponse;
  }>;
};

/** The promise of what `read` makes of the answer. */
export const gatewayPromise = <Data>(
  sending: Promise<Answer>,
  read: (answer: Answer) => Data,
): GatewayPromise<Data> => {
  const reading = sending.then(read);
  return Object.assign(reading, {
    withResponse: async () => ({ data: await reading, response: (await sending).response }),
  });
};
