/** A fake with a clock that stands still, and what a shop asks of it. */
import { createPartnerFake, type PartnerFakeOptions } from '../../src/index.ts';

type Asking = { readonly body?: unknown; readonly key?: string };

/** Opens one; `ask` answers status, outcome, headers and body. */
export const openShop = (options: PartnerFakeOptions = {}) => {
  const fake = createPartnerFake({ now: '2026-11-28T08:00:00Z', sleep: async () => {}, ...options });
  const ask = async (what: string, { body, key }: Asking = {}) => {
    const [method = 'GET', path = ''] = what.split(' ');
    const answer = await fake.fetch(`${fake.baseUrl}/v1/${fake.clientId}${path}`, {
      method,
      headers: {
        'x-api-key': fake.apiKey,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true && text !== '';
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  };
  const order = async (seat = 'A1') => {
    const { body } = await ask('GET /itineraries/VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00');
    return {
      booking_token: String(body.itineraries[0].booking_token),
      booking_data: {
        email: 'lan@traveller.example',
        mobile_phone: '+61400111222',
        seat_selection: [seat],
        passengers: [{ first_name: 'Lan', last_name: 'Tran', country_id: 'AU' }],
        additional_fields: { points_pickup: 'oldq' },
      },
    };
  };
  return { fake, ask, order };
};
