/** Shows a booking form, and checks what was filled in. */
import { createClient } from '@partner-gateway/sdk';
import { chosenSurcharges, toFields, validate } from '@partner-gateway/sdk/forms';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? 'https://gateway.example',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? 'acme',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});

const { itineraries } = await gateway.getItinerary('VN0fSc0fY87jib04V0pW41sL-2026-12-05');
const schema = itineraries[0]?.booking_schema ?? {};
for (const { field, title, kind, required, choices } of toFields(schema))
  console.log(field, title, kind, required ? 'required' : '', choices.map((one) => one.title).join(', '));

const filledIn = { passengers: [{ first_name: 'Lan', last_name: 'Tran' }] };
for (const { field, message } of validate(schema, filledIn)) console.log(field, message);
for (const { title, surcharge } of chosenSurcharges(schema, filledIn)) console.log(title, surcharge.amount);
