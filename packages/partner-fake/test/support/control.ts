/** Asks the control API of a fake, as whoever runs it as a program does. */
import type { PartnerFake } from '../../src/index.ts';

/** Posts JSON to it: the status, and what was wrong. */
export const control = async (fake: PartnerFake, path: string, body: unknown) => {
  const answer = await fake.fetch(`${fake.baseUrl}/_fake/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const told: unknown = await answer.json();
  const error = typeof told === 'object' && told !== null && 'error' in told ? told.error : undefined;
  return { status: answer.status, error };
};
