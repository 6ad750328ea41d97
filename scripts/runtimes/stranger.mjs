/** What the SDK has to do wherever it runs: a search, a trip, a refusal, money, and a webhook signed and checked. */
import { createClient, isGatewayError } from '@partner-gateway/sdk';
import { untilComplete } from '@partner-gateway/sdk/flows';
import { toFields } from '@partner-gateway/sdk/forms';
import { add } from '@partner-gateway/sdk/money';
import { signSample, verifyWebhook } from '@partner-gateway/sdk/webhooks';

/** Made when it is asked for: while a worker loads, its clock stands at 1970. */
const query = () => ({
  departure_poi: 'THBKK',
  arrival_poi: 'THCNX',
  departure_date: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
  pax: 1,
});

const refusal = async (client) => {
  try {
    await client.getBooking('BK-0-NONE');
    return 'nothing';
  } catch (error) {
    return isGatewayError(error, 'not_found') ? `${error.name} ${error.code}` : String(error);
  }
};

const webhook = async () => {
  const secret = `whsec_${btoa('a secret that is as long as 24 bytes')}`;
  const { notification } = await verifyWebhook({ ...(await signSample({ secret })), secret });
  return notification.booking_id;
};

const stop = async (client) => {
  const aborted = client.search(query(), { signal: AbortSignal.abort() });
  return aborted.then(
    () => 'nothing',
    (error) => error.kind,
  );
};

/** What came of all of it, as plain JSON. */
export const run = async (options) => {
  const client = createClient(options);
  let trips = [];
  for await (const { itineraries } of untilComplete(client, query())) trips = itineraries;
  const { itineraries } = await client.getItinerary(trips[0].id);
  const { net_price } = itineraries[0].pricing;
  return {
    trips: trips.length > 0,
    fields: toFields(itineraries[0].booking_schema).length > 0,
    twice: add(net_price, net_price).currency === net_price.currency,
    refused: await refusal(client),
    stopped: await stop(client),
    webhook: await webhook(),
  };
};
