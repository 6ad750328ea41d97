/** What is misspelt or cannot be is refused when it is given, with what was meant. */
import { describe, expect, test } from 'vitest';
import { createPartnerFake } from '../src/index.ts';
import { control } from './support/control.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const refused: readonly (readonly [given: unknown, because: string])[] = [
  [
    { operation: 'creatBooking', scenario: 'sold_out' },
    'no operation creatBooking; did you mean createBooking?',
  ],
  [{ operation: 'events', scenario: 'slow' }, 'no operation events; known are search, getItinerary'],
  [{ operation: 'toString', scenario: 'slow' }, 'no operation toString; known are'],
  [{ scenario: 'sold_out' }, 'no operation undefined'],
  [{ operation: 'search', scenario: 'soldout' }, 'no scenario soldout; did you mean sold_out?'],
  [{ operation: 'search', scenario: 'constructor' }, 'no scenario constructor; known are error, sold_out'],
  [
    { operation: 'search', scenario: 'seat_race' },
    'does not happen in search, but in lockSeats, createBooking',
  ],
  [{ operation: 'search', scenario: 'error' }, 'error needs its code'],
  [
    { operation: 'search', scenario: 'error', code: 'overloded' },
    'no error code overloded; did you mean overloaded?',
  ],
  [{ operation: 'search', scenario: 'error', code: 7 }, 'no error code 7; known are invalid_request'],
  [
    { operation: 'search', scenario: 'error', kode: 'overloaded' },
    'no member of error kode; did you mean code?',
  ],
  [{ operation: 'search', scenario: 'slow', delay: 10 }, 'no member of slow delay; known are delayMs, times'],
  [
    { operation: 'search', scenario: 'slow', delayMs: '10' },
    'delayMs is a whole number of milliseconds, and not 10',
  ],
  [{ operation: 'search', scenario: 'sold_out', time: 1 }, 'no member of sold_out time; did you mean times?'],
  [{ operation: 'search', scenario: 'sold_out', times: 0 }, 'times is a whole number from 1, and not 0'],
  [{ operation: 'createBooking', scenario: 'pending', polls: -1 }, 'polls is a whole number from 0'],
  [{ operation: 'search', scenario: 'pending', polls: 1 }, 'use times here'],
  [{ operation: 'createBooking', scenario: 'price_moved', by: '1.5' }, 'by is a text with two decimals'],
  [
    { operation: 'createBooking', scenario: 'error', code: 'overloaded', outcome: 'maybe' },
    'outcome is one of executed, not_executed, unknown, and not maybe',
  ],
  [
    { operation: 'createBooking', scenario: 'error', code: 'overloaded', retryAfterSeconds: 0.5 },
    'retryAfterSeconds is a whole number from 0',
  ],
  [{ operation: 'search', scenario: 'webhook_storm', secret }, 'webhook_storm needs its url'],
  [{ operation: 'search', scenario: 'webhook_storm', url: 'x', secret }, 'the URL of a webhook is none'],
  [undefined, 'a scenario is an object'],
  ['sold_out', 'a scenario is an object'],
];

describe('a scenario', () => {
  test.for(refused)('%j is refused: %s', async ([given, because]) => {
    const fake = createPartnerFake();
    const set: (scenario: never) => void = fake.scenarios.set;
    expect(() => set(given as never)).toThrow(TypeError);
    expect(() => set(given as never)).toThrow(because);
    expect(fake.state().scenarios).toEqual([]);
    if (typeof given !== 'object') return;
    const told = await control(fake, 'scenarios', given);
    expect([told.status, told.error]).toEqual([400, expect.stringContaining(because)]);
  });
});

test.for([
  [{ clientID: 'acme' }, 'no option clientID; did you mean clientId?'],
  [{ port: 4010 }, 'no option port; known are baseUrl'],
  [{ clientId: 'a b' }, 'clientId is 1 to 64 letters'],
  [{ apiKey: '' }, 'apiKey is visible ASCII'],
  [{ baseUrl: 'gateway' }, 'baseUrl is no URL'],
  [{ now: 'yesterday' }, 'now is no moment'],
  [{ webhook: { url: 'x', secret } }, 'the URL of a webhook is none'],
] as const)('a fake of %j is refused: %s', ([options, because]) => {
  const create: (options: never) => unknown = createPartnerFake;
  expect(() => create(options as never)).toThrow(because);
});

test('a port that is none is refused', async () => {
  const listen: (options: never) => Promise<unknown> = createPartnerFake().listen;
  await expect(listen({ port: '4010' } as never)).rejects.toThrow('port is a whole number up to 65535');
});
