/** What a CJS partner's compiler sees. */
import { createClient } from '@partner-gateway/sdk';

const gateway = createClient({ baseUrl: 'https://gateway.example', clientId: 'acme', apiKey: 'key' });
export const found = gateway.search({
  departurePoi: 'THBKK',
  arrivalPoi: 'THCNX',
  departureDate: '2027-01-15',
  pax: 1,
});
// @ts-expect-error an API key is needed
createClient({ baseUrl: 'https://gateway.example', clientId: 'acme' });
