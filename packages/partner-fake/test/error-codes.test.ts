/** Every error code can be had, and its problem is that of the contract's table. */
import { errorCodes, errorTable, problemSchema } from '@partner-gateway/contract';
import { describe, expect, test } from 'vitest';
import { createPartnerFake } from '../src/index.ts';

const asked = { method: 'POST', body: JSON.stringify({ booking_token: 'k1.x', booking_data: {} }) };

describe.for(['createBooking', 'getIncompleteResult'] as const)('%s', (operation) => {
  const paths = {
    createBooking: 'bookings',
    getIncompleteResult: 'incomplete_results/k1.x',
  };
  test.for(errorCodes)('answers %s as the contract has it', async (code) => {
    const { baseUrl, clientId, apiKey, fetch, scenarios } = createPartnerFake();
    scenarios.set({ operation, scenario: 'error', code, times: 1 });
    const answer = await fetch(`${baseUrl}/v1/${clientId}/${paths[operation]}`, {
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      ...(operation === 'createBooking' && asked),
    });
    const { status, retryable, fault, title } = errorTable[code];
    const problem = problemSchema.parse(await answer.json());
    expect(problem).toMatchObject({ code, status, retryable, fault, title });
    expect(problem.type).toBe(`${baseUrl}/problems/${code.replaceAll('_', '-')}`);
    expect(answer.status).toBe(status);
    const isWrite = operation === 'createBooking';
    expect(answer.headers.has('x-outcome')).toBe(isWrite || problem.outcome !== undefined);
    expect(problem.outcome !== undefined || !isWrite).toBe(true);
  });
});

test('what is thrown in is told as it was given', async () => {
  const { baseUrl, clientId, apiKey, fetch, scenarios } = createPartnerFake();
  const given = {
    scenario: 'error',
    code: 'upstream_timeout',
    outcome: 'executed',
    retryAfterSeconds: 7,
  } as const;
  scenarios.set({ operation: 'cancelBooking', ...given });
  const url = `${baseUrl}/v1/${clientId}/bookings/BK-1-AAAAA/cancel`;
  const answer = await fetch(url, { method: 'POST', headers: { 'x-api-key': apiKey } });
  expect(answer.status).toBe(504);
  expect(answer.headers.get('x-outcome')).toBe('executed');
  expect(answer.headers.get('retry-after')).toBe('7');
});
