/** A request that does not arrive in time: it begins before the other cases of a world and ends after them. */
import type { Answer } from '../answer.ts';
import type { Case } from '../api.ts';
import { stall } from '../late-request.ts';

let late: Promise<Answer>;

const begins: Case = {
  name: 'a request that begins',
  run: (api) =>
    api.stage({
      gateway: (gateway) => {
        late = stall(gateway);
      },
    }),
};

const ends: Case = {
  name: 'a request that does not arrive in time',
  run: async (api) => {
    const what = 'POST /bookings';
    await api.stage({
      fake: { operation: 'createBooking', scenario: 'error', code: 'request_timeout', times: 1 },
    });
    // Whoever did not get so far as to read the headers knows no id.
    if (api.name === 'fake') await api.ask(what, { body: {}, headers: { 'x-correlation-id': '?' } });
    else api.note(what, await late);
  },
};

/** Puts it around other cases, which pass the time. */
export const besideLateRequest = (cases: readonly Case[]): readonly Case[] => [begins, ...cases, ends];
