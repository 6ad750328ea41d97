/** Opens a trip for booking, with the data of its passengers, on a day that no other test uses. */
import type { CreateBookingRequest, GatewayClient } from '@partner-gateway/sdk';

type Schema = {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly { readonly const?: string }[];
};

const passenger: Readonly<Record<string, string>> = {
  first_name: 'Lan',
  last_name: 'Tran',
  dob: '1990-01-31',
};
const contact: Readonly<Record<string, string>> = {
  email: 'lan.tran@traveller.example',
  mobile_phone: '+61400111222',
};

const choice = (schema: Schema | undefined): string | undefined => schema?.anyOf?.[0]?.const;

const filled = ({ required = [], properties = {} }: Schema, known: Readonly<Record<string, string>>) =>
  Object.fromEntries(required.map((name) => [name, choice(properties[name]) ?? known[name] ?? 'Hanoi']));

let daysAhead = 20;

/** A request for one passenger, ready for create. */
export const openOffer = async (gateway: GatewayClient): Promise<CreateBookingRequest> => {
  daysAhead += 1;
  const departure_date = new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10);
  const route = { departures: ['VNHANMYD'], arrivals: ['VNSPASPT'] };
  const { itineraries } = await gateway.search({ ...route, departure_date, pax: 1, timeout: 10 });
  const [offer] = (await gateway.getItinerary(itineraries[0]?.id ?? '')).itineraries;
  if (offer === undefined) throw new Error('the itinerary came back empty');
  const { properties = {} } = offer.booking_schema as Schema;
  const seat = choice(properties.seat_selection?.items);
  return {
    booking_token: offer.booking_token,
    booking_data: {
      ...contact,
      passengers: [filled(properties.passengers?.items ?? {}, passenger)],
      ...(properties.additional_fields === undefined
        ? {}
        : { additional_fields: filled(properties.additional_fields, {}) }),
      ...(seat === undefined ? {} : { seat_selection: [seat] }),
    },
  };
};
