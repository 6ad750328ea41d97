/** The contract's request and answer bodies. Generated from its OpenAPI document by `pnpm generate`; do not edit. */

/**
 * A piece of baggage that can be booked with a passenger.
 *
 * @example
 * ```ts
 * const baggageOption: BaggageOption = {
 *   code: 'bag_20',
 *   title: 'Bag up to 20 kg',
 *   price: { currency: 'USD', amount: '8.50' }
 * };
 * ```
 */
export type BaggageOption = {
  /** For `baggage_option` of a passenger. */
  code: string;
  /** For people. */
  title: string;
  /** What it costs on top of the fare; zero when it is free. */
  price: Money;
};

/**
 * A booking of yours, whatever became of it.
 *
 * @example
 * ```ts
 * const booking: Booking = {
 *   id: 'BK-8451207-7GQ2M',
 *   status: 'approved',
 *   from_station: 'VNHANMYD',
 *   to_station: 'VNSPASPT',
 *   departure_time: '2026-12-05T22:00:00',
 *   passenger_count: 2,
 *   integration: 'onetwogo',
 *   integration_booking_id: '8451207',
 *   operator_booking_id: 'RR-77KD92',
 *   voucher_url: 'https://tickets.upstream.example/t/RR-77KD92.pdf',
 *   updated_at: '2026-10-28T09:42:15',
 *   created_at: '2026-10-28T09:41:00',
 *   total_price: { currency: 'USD', amount: '41.70' }
 * };
 * ```
 */
export type Booking = {
  /** Names the booking everywhere: for confirm, details, ticket and cancel, and to support. */
  id: string;
  /** `reserved`: held, not confirmed, lapses by itself. `pending`: confirmed by you, the supplier has not answered. `approved`: travels. `declined`: the supplier said no. `failed`: it went wrong at the supplier. `cancelled`: cancelled, or lapsed. */
  status: 'reserved' | 'pending' | 'declined' | 'approved' | 'cancelled' | 'failed';
  /** Station id of the departure, in your id space. */
  from_station: string;
  /** Station id of the arrival, in your id space. */
  to_station: string;
  /** Local to the station. */
  departure_time: string;
  /** Travellers on the booking. */
  passenger_count: number;
  /** Who sold it; always the same. */
  integration: 'onetwogo';
  /** The 12go booking id. */
  integration_booking_id: string;
  /** The operator’s reference; null before confirmation. After a cancellation it stays as long as the supplier gives it. */
  operator_booking_id: string | null;
  /** Null until a ticket exists, and again when the booking is not `approved` any more. */
  voucher_url: string | null;
  /** UTC. */
  updated_at: string;
  /** UTC. */
  created_at: string;
  /** What the partner is charged. */
  total_price: Money;
};

/**
 * What a trip asks for before it can be booked, filled in: valid against the `booking_schema` of get itinerary.
 *
 * @example
 * ```ts
 * const bookingData: BookingData = {
 *   email: 'lan.tran@traveller.example',
 *   mobile_phone: '+61400111222',
 *   seat_selection: [ 'A1', 'B1' ],
 *   allow_automatic_seat_selection: false,
 *   additional_fields: { points_pickup: 'oldq', points_pickup_text: 'Lotus Lane Hotel, 12 Hang Be' },
 *   passengers: [
 *     { first_name: 'Lan', last_name: 'Tran', country_id: 'AU', gender: 'F' },
 *     { first_name: 'Minh', last_name: 'Tran', country_id: 'VN', gender: 'M' }
 *   ]
 * };
 * ```
 */
export type BookingData = {
  /** Where the supplier reaches the travellers. */
  email?: string;
  /** Phone of the travellers, with the country code; blanks, dashes, dots and brackets do not matter. */
  mobile_phone?: string;
  /** Seats locked with this token replace it. */
  seat_selection?: Array<string>;
  /** Whether the supplier may choose other seats when those chosen are taken. */
  allow_automatic_seat_selection?: boolean;
  /** What this trip asks for beside the usual, such as where to be picked up: names and values as in `booking_schema`. */
  additional_fields?: Record<string, string>;
  /** Accepted, not used. */
  upgrades?: Record<string, string>;
  /** As many as `pax`. */
  passengers: Array<Passenger>;
};

/**
 * JSON Schema, draft-07, of `booking_data`. Its patterns have the same verdict in JavaScript (with and without the flag `u`), Python `re`, Go `regexp`, `java.util.regex` (`find`) and PHP (between slashes, with the flag `u`); they are searched for, as JSON Schema wants it. Texts that a pattern does not judge match it, and 12go judges them when it books. A field whose rule cannot be published says so in its `description`. A choice that costs something has its surcharge, a `Money`, at `definitions.surcharge.const`.
 *
 * @example
 * ```ts
 * const schema: BookingSchema = offer.booking_schema;
 * for (const { field, title, required } of toFields(schema)) console.log(field, title, required);
 * ```
 */
export type BookingSchema = Record<string, unknown>;

/**
 * What a cancellation gave back.
 *
 * @example
 * ```ts
 * const cancelledBooking: CancelledBooking = {
 *   booking_id: 'BK-8451207-7GQ2M',
 *   booking_status: 'cancelled',
 *   refund: { amount: '37.00', currency: 'USD' }
 * };
 * ```
 */
export type CancelledBooking = {
  /** The booking that was cancelled. */
  booking_id: string;
  /** What it is now. */
  booking_status: 'cancelled';
  /** What the supplier refunds of its own net price. Markup and fixed fee are not returned, so a penalty of 0 % still refunds less than `total_price`. */
  refund: Money;
};

/**
 * How to cancel; empty, or no body at all, cancels with the largest refund.
 *
 * @example
 * ```ts
 * const cancelRequest: CancelRequest = { refund_option: 'k1.cmVmdW5kX29wdGlvbl90b2tlbg' };
 * ```
 */
export type CancelRequest = {
  /** List the options, change nothing. */
  preview?: boolean;
  /** Cancel with this option. */
  refund_option?: string;
};

/**
 * The booking cancelled, or the ways to cancel it where a preview was asked for.
 *
 * @example
 * ```ts
 * const cancelResponse: CancelResponse = {
 *   booking_id: 'BK-8451207-7GQ2M',
 *   booking_status: 'approved',
 *   refund_options: [
 *     {
 *       refund_option: 'k1.cmVmdW5kX29wdGlvbl90b2tlbg',
 *       refund: { amount: '37.00', currency: 'USD' },
 *       expires_at: '2026-12-04T22:00:00',
 *       available: true
 *     },
 *     {
 *       refund_option: 'k1.cmVmdW5kX29wdGlvbl90b2tlbg2',
 *       refund: { amount: '18.50', currency: 'USD' },
 *       expires_at: '2026-12-05T16:00:00',
 *       available: false
 *     }
 *   ]
 * };
 * ```
 */
export type CancelResponse = RefundOptions | CancelledBooking;

/**
 * One step of what a cancellation costs, as get itinerary says it.
 *
 * @example
 * ```ts
 * const checkoutCancellationPolicy: CheckoutCancellationPolicy = { from: 'PT24H', penalty: { percentage: 100 } };
 * ```
 */
export type CheckoutCancellationPolicy = {
  /** Starting this long before departure; null on the first row. */
  from: string | null;
  /** What is kept of the price: `percentage`, or `cost`. */
  penalty: {
    /** Share that is kept. */
    percentage?: number;
    /** Sum that is kept. */
    cost?: Money;
  };
};

/**
 * The trip as it would be booked now: its price, its rules, and the form to fill in.
 *
 * @example
 * ```ts
 * const { booking_token, pricing }: CheckoutItinerary = offer;
 * console.log(booking_token.length, pricing.net_price.amount);
 * ```
 */
export type CheckoutItinerary = {
  /** The id that was asked for. */
  id: string;
  /** Opaque; for lock seats and create. */
  booking_token: string;
  /** What `booking_data` of create has to fit; another one for each trip. */
  booking_schema: BookingSchema;
  /** Seats and baggage with their prices. */
  extras: Extras;
  /** Ids of its `segments`, in travel order. */
  to_segments: Array<string>;
  /** Per passenger, before anything is chosen. */
  pricing: Pricing;
  /** Seats that can still be sold. */
  number_available_seats: number;
  /** `Instant`: the supplier answers a confirm at once. `Pending`: it may take hours. */
  confirmation_type: 'Instant' | 'Pending';
  /** What a cancellation costs, by how long before departure it comes. */
  cancellation_policies: Array<CheckoutCancellationPolicy>;
};

/**
 * A trip opened for booking.
 *
 * @example
 * ```ts
 * const { itineraries }: CheckoutResponse = await gateway.getItinerary(itineraryId);
 * for (const { booking_token } of itineraries) console.log(booking_token);
 * ```
 */
export type CheckoutResponse = {
  /** Exactly the one that was asked for. */
  itineraries: Array<CheckoutItinerary>;
  /** Its legs. */
  segments: Array<Segment>;
  /** Those of its legs. */
  vehicles: Array<Vehicle>;
};

/**
 * A place on the map.
 *
 * @example
 * ```ts
 * const coordinate: Coordinate = { latitude: 10.2925, longitude: 123.9066 };
 * ```
 */
export type Coordinate = {
  /** Degrees, north is positive. */
  latitude: number;
  /** Degrees, east is positive. */
  longitude: number;
};

/**
 * A trip and its travellers, to be held until it is confirmed.
 *
 * @example
 * ```ts
 * const createBookingRequest: CreateBookingRequest = {
 *   booking_token: 'k1.Q2hhY3VuZ19vcGFxdWVfdG9rZW5fZXhhbXBsZQ',
 *   total_price: { currency: 'USD', amount: '41.70' },
 *   booking_data: {
 *     email: 'lan.tran@traveller.example',
 *     mobile_phone: '+61400111222',
 *     seat_selection: [ 'A1', 'B1' ],
 *     allow_automatic_seat_selection: false,
 *     additional_fields: { points_pickup: 'oldq', points_pickup_text: 'Lotus Lane Hotel, 12 Hang Be' },
 *     passengers: [
 *       { first_name: 'Lan', last_name: 'Tran', country_id: 'AU', gender: 'F' },
 *       { first_name: 'Minh', last_name: 'Tran', country_id: 'VN', gender: 'M' }
 *     ]
 *   }
 * };
 * ```
 */
export type CreateBookingRequest = {
  /** From get itinerary. */
  booking_token: string;
  /** If sent it must equal the expected total to the cent. */
  total_price?: Money;
  /** Who travels and what was chosen; has to fit the `booking_schema` of get itinerary. */
  booking_data: BookingData;
};

/**
 * One thing that the instance depends on.
 *
 * @example
 * ```ts
 * const dependencyCheck: DependencyCheck = { name: 'id_map', status: 'ok', required: true, age_seconds: 12 };
 * ```
 */
export type DependencyCheck = {
  /** What the instance depends on. */
  name: string;
  /** `degraded`: worse than it should be, and in use. `not_loaded`: not there yet. */
  status: 'ok' | 'degraded' | 'down' | 'not_loaded';
  /** Whether readiness depends on it. */
  required: boolean;
  /** What is wrong, where something is. */
  detail?: string;
  /** Age of the loaded copy, where there is one. */
  age_seconds?: number;
};

/**
 * What can be chosen on top of the fare.
 *
 * @example
 * ```ts
 * const extras: Extras = offer.extras;
 * for (const { title, price } of extras.baggage ?? []) console.log(title, price.amount);
 * ```
 */
export type Extras = {
  /** Absent when no seat can be chosen. */
  seat_map?: SeatMap;
  /** Absent when there is nothing to choose. */
  baggage?: Array<BaggageOption>;
};

/**
 * One field that is wrong, and what it should have been.
 *
 * @example
 * ```ts
 * const fieldError: FieldError = {
 *   field: 'booking_data.passengers[1].first_name',
 *   message: 'First name: 2 to 30 letters or spaces, for example Anna Maria'
 * };
 * ```
 */
export type FieldError = {
  /** Partner field path, such as `booking_data.passengers[1].first_name`. */
  field: string;
  /** What is wrong and what is expected; can be shown to whoever has to act. */
  message: string;
};

/**
 * The price to sell at, and how binding it is.
 *
 * @example
 * ```ts
 * const grossPrice: GrossPrice = { amount: '1054.60', currency: 'THB', price_type: 'Recommended' };
 * ```
 */
export type GrossPrice = {
  /** ISO 4217; the one that was asked for, or that of the net price. */
  currency: string;
  /** Two decimals for every currency. */
  amount: string;
  /** How binding the amount is for your own price: `Recommended` not at all, `Min` from it upwards, `Max` up to it, `Exact` to the cent. `Exact` and `Max` are the supplier’s and can be below `net_price`: such a fare is sold at a loss, so compare before you offer it. */
  price_type: 'Recommended' | 'Exact' | 'Min' | 'Max';
  /** Present only when the currency differs from that of the net price. */
  amount_in_net_currency?: string;
};

/**
 * The process runs.
 *
 * @example
 * ```ts
 * const health: Health = { status: 'ok', version: '1.0.0', uptime_seconds: 321.5 };
 * ```
 */
export type Health = {
  /** The process runs. */
  status: 'ok';
  /** Of the gateway. */
  version: string;
  /** Since the process was started. */
  uptime_seconds: number;
};

/**
 * A picture.
 *
 * @example
 * ```ts
 * const image: Image = {
 *   url: 'https://cdn.upstream.example/inside.jpg',
 *   width: 640,
 *   height: 480,
 *   type: 'TYPE_CLASS_INSIDE'
 * };
 * ```
 */
export type Image = {
  /** Where the picture is. */
  url: string;
  /** Pixels; null when unknown. */
  width: number | null;
  /** Pixels; null when unknown. */
  height: number | null;
  /** What it shows; null when unknown. */
  type:
    | 'TYPE_CLASS_INSIDE'
    | 'TYPE_CLASS_OUTSIDE'
    | 'TYPE_UNKNOWN'
    | 'TYPE_OPERATOR_LOGO'
    | 'TYPE_STATION'
    | 'TYPE_ROUTE'
    | null;
};

/**
 * One bookable journey.
 *
 * @example
 * ```ts
 * const cheapest = (trips: Itinerary[]): Itinerary | undefined =>
 *   trips.toSorted((one, other) => Number(one.pricing.net_price.amount) - Number(other.pricing.net_price.amount))[0];
 * console.log(cheapest((await gateway.search(query)).itineraries)?.id);
 * ```
 */
export type Itinerary = {
  /** Opaque. */
  id: string;
  /** In travel order. */
  departure_segments: Array<string>;
  /** Whether a missed connection is the supplier’s affair; true for a single leg. */
  connection_guaranteed: boolean;
  /** What a cancellation costs, by how long before departure it comes. */
  cancellation_policies: Array<SearchCancellationPolicy>;
  /** Seats that can still be sold. */
  number_of_available_seats: number;
  /** Per passenger. */
  pricing: Pricing;
  /** `Instant`: the supplier answers a confirm at once. `Pending`: it may take hours. */
  confirmation_type: 'Instant' | 'Pending';
  /** Absent when unknown. */
  ticket_type?: 'ShowOnScreen' | 'PaperTicket' | 'PickUp';
};

/**
 * The seats that are held, and the token that replaces the one they were locked with.
 *
 * @example
 * ```ts
 * const lockedSeats: LockedSeats = {
 *   passenger_count: 2,
 *   status: 'reserved',
 *   total_price: { currency: 'USD', amount: '41.70' }
 * };
 * ```
 */
export type LockedSeats = {
  /** Number of seats. */
  passenger_count: number;
  /** The seats are held for 15 minutes. */
  status: 'reserved';
  /** What the partner would be charged with these seats. */
  total_price: Money;
};

/**
 * Which seats to hold for a trip; other seats with the same token give the first ones back.
 *
 * @example
 * ```ts
 * const lockSeatsRequest: LockSeatsRequest = {
 *   booking_token: 'k1.Q2hhY3VuZ19vcGFxdWVfdG9rZW5fZXhhbXBsZQ',
 *   booking_data: { seat_selection: [ 'A1', 'B1' ] }
 * };
 * ```
 */
export type LockSeatsRequest = {
  /** From get itinerary. */
  booking_token: string;
  /** Of `booking_data` only the seats. */
  booking_data: {
    /** Seat ids of `extras.seat_map`, one for each passenger. */
    seat_selection: Array<string>;
  };
};

/**
 * An amount and its currency. The amount is text, so that nothing is rounded on the way.
 *
 * @example
 * ```ts
 * const money: Money = { currency: 'USD', amount: '14.60' };
 * ```
 */
export type Money = {
  /** ISO 4217. */
  currency: string;
  /** Two decimals for every currency. */
  amount: string;
};

/**
 * A carrier as it stands in the carrier file.
 *
 * @example
 * ```ts
 * const operatingCarrier: OperatingCarrier = {
 *   Id: 'PHVFC',
 *   name: 'Visayas Fastcraft',
 *   display_name: 'Visayas Fastcraft',
 *   logo_url: 'https://cdn.upstream.example/logo/41207.png',
 *   email: 'desk@visayasfastcraft.example',
 *   phone: '+63320000000',
 *   transportation_type: 'Ferry'
 * };
 * ```
 */
export type OperatingCarrier = {
  /** `operating_carrier_id` of segments. */
  Id: string;
  /** Its registered name. */
  name: string;
  /** The name that travellers know. */
  display_name?: string;
  /** Where the logo is. */
  logo_url?: string;
  /** For travellers; there is an address or a phone number. */
  email?: string;
  /** For travellers. */
  phone?: string;
  /** What it runs; `Shuttle` is a van. */
  transportation_type: 'Bus' | 'Ferry' | 'Train' | 'Shuttle';
};

/**
 * A carrier as `GetList` has it.
 *
 * @example
 * ```ts
 * const operatingCarrierListRow: OperatingCarrierListRow = {
 *   MainCarrierId: null,
 *   Id: 'PHVFC',
 *   Name: 'Visayas Fastcraft',
 *   DisplayName: 'Visayas Fastcraft',
 *   Address: null,
 *   LogoURL: 'https://cdn.upstream.example/logo/41207.png',
 *   Email: 'desk@visayasfastcraft.example',
 *   PhoneNumber: '+63320000000',
 *   Description: null,
 *   TransportationTypes: [ 'Ferry' ],
 *   Vehicles: []
 * };
 * ```
 */
export type OperatingCarrierListRow = {
  /** The carrier that it belongs to, where there is one. */
  MainCarrierId?: string | null;
  /** `operating_carrier_id` of segments. */
  Id: string;
  /** Its registered name. */
  Name: string;
  /** The name that travellers know. */
  DisplayName?: string | null;
  /** Where its office is. */
  Address?: string | null;
  /** Where the logo is. */
  LogoURL?: string | null;
  /** For travellers. */
  Email?: string | null;
  /** For travellers. */
  PhoneNumber?: string | null;
  /** For people. */
  Description?: string | null;
  /** What it runs. */
  TransportationTypes: Array<string>;
  /** Its kinds of vehicles. */
  Vehicles: Array<{
    /** `vehicle_id` of segments. */
    Id: string;
    /** The transportation type. */
    Name: string;
    /** The name that travellers know. */
    DisplayName?: string | null;
    /** For people. */
    Description?: string | null;
    /** What there is on board. */
    Amenities?: Array<string> | null;
    /** URLs of pictures. */
    Images?: Array<string> | null;
    /** What it is sold as. */
    Products?: Array<string> | null;
    /** Words to find it by. */
    Keywords?: Array<string> | null;
  }>;
};

/**
 * One change of a booking of yours, in the feed.
 *
 * @example
 * ```ts
 * const partnerEvent: PartnerEvent = {
 *   id: 'evt_3q2Z1d0Yb7nGx5VtKcP9aw',
 *   type: 'booking.status_changed',
 *   occurred_at: '2026-10-28T09:42:15.123Z',
 *   data: {
 *     booking_id: 'BK-8451207-7GQ2M',
 *     status: 'approved',
 *     previous_status: 'pending',
 *     ticket_url: 'https://tickets.upstream.example/t/RR-77KD92.pdf',
 *     updated_at: '2026-10-28T09:42:15'
 *   }
 * };
 * ```
 */
export type PartnerEvent = {
  /** The same however often the event is read or sent. */
  id: string;
  /** The one kind of event that there is; ignore kinds that you do not know. */
  type: 'booking.status_changed';
  /** UTC, to the millisecond. */
  occurred_at: string;
  /** What changed. */
  data: PartnerNotification;
};

/**
 * Changes since the cursor that you sent, oldest first.
 *
 * @example
 * ```ts
 * const partnerEventPage: PartnerEventPage = {
 *   events: [
 *     {
 *       id: 'evt_3q2Z1d0Yb7nGx5VtKcP9aw',
 *       type: 'booking.status_changed',
 *       occurred_at: '2026-10-28T09:42:15.123Z',
 *       data: {
 *         booking_id: 'BK-8451207-7GQ2M',
 *         status: 'approved',
 *         previous_status: 'pending',
 *         ticket_url: 'https://tickets.upstream.example/t/RR-77KD92.pdf',
 *         updated_at: '2026-10-28T09:42:15'
 *       }
 *     }
 *   ],
 *   next: '1793180535123-0'
 * };
 * ```
 */
export type PartnerEventPage = {
  /** At most a page of them. */
  events: Array<PartnerEvent>;
  /** Where to read on; opaque. With no events it is where you are. */
  next: string;
};

/**
 * What you are told when a booking of yours changes.
 *
 * @example
 * ```ts
 * const partnerNotification: PartnerNotification = {
 *   booking_id: 'BK-8451207-7GQ2M',
 *   status: 'approved',
 *   previous_status: 'pending',
 *   ticket_url: 'https://tickets.upstream.example/t/RR-77KD92.pdf',
 *   updated_at: '2026-10-28T09:42:15'
 * };
 * ```
 */
export type PartnerNotification = {
  /** The same for a booking as long as it is told about. */
  booking_id: string;
  /** What it is now. */
  status: 'reserved' | 'pending' | 'declined' | 'approved' | 'cancelled' | 'failed';
  /** What it was; null for a new booking, and where nobody knows. */
  previous_status: 'reserved' | 'pending' | 'declined' | 'approved' | 'cancelled' | 'failed' | null;
  /** Null until there is a ticket. */
  ticket_url: string | null;
  /** UTC. */
  updated_at: string;
};

/**
 * A traveller. Which members a trip needs is in its `booking_schema`.
 *
 * @example
 * ```ts
 * const passenger: Passenger = { first_name: 'Minh', last_name: 'Tran', country_id: 'VN', gender: 'M' };
 * ```
 */
export type Passenger = {
  /** Form of address, one of the choices of `booking_schema`. */
  title?: string;
  /** Given name as in the travel document. */
  first_name?: string;
  /** Family name as in the travel document. */
  last_name?: string;
  /** Middle name, where there is one. */
  middle_name?: string;
  /** Number of the travel document. */
  id_number?: string;
  /** Kind of seat, one of the choices of `booking_schema`. */
  seat_type_code?: string;
  /** Kind of travel document, one of the choices of `booking_schema`. */
  id_type?: string;
  /** Country of the travel document or of citizenship, one of the choices of `booking_schema`. */
  country_id?: string;
  /** One of the choices of `booking_schema`. */
  gender?: string;
  /** Whether the traveller pays as a child. */
  is_child?: boolean;
  /** Date of birth, `YYYY-MM-DD`. */
  dob?: string;
  /** Last day of the travel document, `YYYY-MM-DD`. */
  id_expiry_date?: string;
  /** Day on which the travel document was issued, `YYYY-MM-DD`. */
  id_issue_date?: string;
  /** Picture of the travel document, base64. */
  id_scan?: string;
  /** Baggage, one of the choices of `booking_schema`; its price is in `extras.baggage` too. */
  baggage_option?: string;
  /** Citizenship, one of the choices of `booking_schema`. */
  nationality?: string;
  /** Country of residence; ignored where `booking_schema` does not ask for it. */
  residency?: string;
  /** Kind of visa, one of the choices of `booking_schema`. */
  visa_type?: string;
  /** What the visa was given for, as `booking_schema` asks. */
  visa_reason?: string;
};

/**
 * A place to travel from or to, as it stands in the POI file.
 *
 * @example
 * ```ts
 * const poi: Poi = { Id: 'PHBOHOL', name: 'Bohol' };
 * ```
 */
export type Poi = {
  /** What search takes in `departure_poi` and `arrival_poi`. */
  Id: string;
  /** For people. */
  name: string;
  /** For people. */
  description?: string;
  /** Ids of the stations that belong to it. */
  stations?: Array<string>;
  /** Where it is on a map. */
  coordinates?: Coordinate;
  /** Words to find it by. */
  keywords?: Array<string>;
  /** URLs of pictures. */
  images?: Array<string>;
};

/**
 * A place to travel from or to, as `GetList` has it.
 *
 * @example
 * ```ts
 * const poiListRow: PoiListRow = { Id: 'PHBOHOL', Name: 'Bohol' };
 * ```
 */
export type PoiListRow = {
  /** What search takes in `departure_poi` and `arrival_poi`. */
  Id: string;
  /** For people. */
  Name: string;
};

/**
 * What the trip cost when you opened it, and what it costs now.
 *
 * @example
 * ```ts
 * const priceChange: PriceChange = {
 *   quoted: { currency: 'USD', amount: '41.70' },
 *   current: { currency: 'USD', amount: '44.10' },
 *   difference_percent: '5.76',
 *   booking_id: 'BK-8451207-7GQ2M'
 * };
 * ```
 */
export type PriceChange = {
  /** The price that the booking token was made for. */
  quoted: Money;
  /** The price now. */
  current: Money;
  /** Absent when the currency changed. */
  difference_percent?: string;
  /** The unconfirmed reservation, when there is one. */
  booking_id?: string;
};

/**
 * The three prices of a trip, per passenger.
 *
 * @example
 * ```ts
 * const pricing: Pricing = {
 *   gross_price: { amount: '1054.60', currency: 'THB', price_type: 'Recommended' },
 *   net_price: { amount: '979.00', currency: 'THB' },
 *   taxes_and_fees: { amount: '75.60', currency: 'THB' }
 * };
 * ```
 */
export type Pricing = {
  /** What the traveller is to pay. */
  gross_price: GrossPrice;
  /** What the partner pays: the supplier’s net price with the markup agreed. */
  net_price: Money;
  /** What the supplier adds for the traveller. gross_price = net_price + taxes_and_fees for price type Recommended; not part of the total that the partner is charged. */
  taxes_and_fees: Money;
};

/**
 * What these choices would cost now; nothing is held or changed.
 *
 * @example
 * ```ts
 * const quote: Quote = await gateway.quoteBooking({ booking_token: offer.booking_token });
 * for (const { title, amount } of quote.lines) console.log(title, amount.amount, amount.currency);
 * ```
 */
export type Quote = {
  /** For how many the itinerary was opened. */
  passenger_count: number;
  /** What create would ask for with the choices made so far, to the cent; the sum of `lines`. */
  total_price: Money;
  /** What the total is made of. */
  lines: Array<QuoteLine>;
  /** Empty when nothing is refunded; absent when the booking token does not say. */
  refunds?: Array<QuoteRefund>;
  /** UTC. The end of the booking token, and of the quote with it. */
  expires_at: string;
  /** Everything that create would refuse, at once; empty when it would accept. */
  problems: Array<QuoteProblem>;
};

/**
 * One line of the total.
 *
 * @example
 * ```ts
 * const quoteLine: QuoteLine = {
 *   kind: 'seat',
 *   title: 'B1',
 *   field: 'booking_data.seat_selection[1]',
 *   amount: { currency: 'USD', amount: '2.20' }
 * };
 * ```
 */
export type QuoteLine = {
  /** `fare` and `fees` (those agreed with the client for each passenger) are for all passengers together; each of the others is one choice that was made. */
  kind: 'fare' | 'fees' | 'seat' | 'baggage' | 'pick_up' | 'drop_off' | 'delivery' | 'option';
  /** For people. */
  title: string;
  /** The choice it is for, such as `booking_data.additional_fields.points_pickup`. */
  field?: string;
  /** What it adds to the total. */
  amount: Money;
};

/**
 * One field that a booking would be refused for.
 *
 * @example
 * ```ts
 * const quoteProblem: QuoteProblem = {
 *   code: 'missing_parameter',
 *   field: 'booking_data.additional_fields.points_pickup',
 *   message: 'is required'
 * };
 * ```
 */
export type QuoteProblem = {
  /** The code that create would answer with. */
  code:
    | 'invalid_request'
    | 'unsupported_version'
    | 'unauthorized'
    | 'credit_line_insufficient'
    | 'insufficient_scope'
    | 'itinerary_not_found'
    | 'booking_not_found'
    | 'incomplete_result_not_found'
    | 'booking_token_expired'
    | 'client_not_found'
    | 'route_not_found'
    | 'ticket_not_allowed'
    | 'method_not_allowed'
    | 'request_timeout'
    | 'trip_unavailable'
    | 'price_changed'
    | 'seat_locked'
    | 'already_reserved'
    | 'already_confirmed'
    | 'confirm_failed'
    | 'refund_option_expired'
    | 'idempotency_in_progress'
    | 'reserve_not_executed'
    | 'booking_token_stale'
    | 'outcome_settled'
    | 'payload_too_large'
    | 'uri_too_long'
    | 'unsupported_media_type'
    | 'schema_validation_failed'
    | 'missing_parameter'
    | 'seats_unavailable'
    | 'cost_mismatch'
    | 'invalid_booking_token'
    | 'non_cancellable'
    | 'idempotency_key_reused'
    | 'unprocessable'
    | 'rate_limited'
    | 'request_headers_too_large'
    | 'internal_error'
    | 'upstream_error'
    | 'upstream_unreadable'
    | 'upstream_rate_limited'
    | 'schema_unavailable'
    | 'seat_lock_unavailable'
    | 'idempotency_unavailable'
    | 'idempotency_memory_lost'
    | 'idempotency_memory_young'
    | 'credit_unavailable'
    | 'pricing_stale'
    | 'events_unavailable'
    | 'overloaded'
    | 'not_ready'
    | 'client_misconfigured'
    | 'upstream_timeout'
    | 'result_expired';
  /** Partner field path, such as `booking_data.passengers[1].first_name`, where one field is the reason. */
  field?: string;
  /** What is wrong and what is expected; can be shown to whoever has to act. */
  message: string;
  /** On `already_reserved`: the booking that exists. */
  booking_id?: string;
};

/**
 * One step of what a cancellation would give back of this total.
 *
 * @example
 * ```ts
 * const quoteRefund: QuoteRefund = { until: '2026-12-04T22:00', percentage: 100 };
 * ```
 */
export type QuoteRefund = {
  /** Local to the departure station, `YYYY-MM-DDTHH:MM`. */
  until: string;
  /** Of the supplier’s price. What the client pays on top of it is not returned; a preview of cancel tells the exact amount. */
  percentage: number;
};

/**
 * A trip and the choices made so far, to be priced.
 *
 * @example
 * ```ts
 * const quoteRequest: QuoteRequest = {
 *   booking_token: 'k1.Q2hhY3VuZ19vcGFxdWVfdG9rZW5fZXhhbXBsZQ',
 *   booking_data: {
 *     email: 'lan.tran@traveller.example',
 *     mobile_phone: '+61400111222',
 *     seat_selection: [ 'A1', 'B1' ],
 *     passengers: [
 *       { first_name: 'Lan', last_name: 'Tran', country_id: 'AU' },
 *       { first_name: 'Minh', last_name: 'Tran' }
 *     ]
 *   }
 * };
 * ```
 */
export type QuoteRequest = {
  /** From get itinerary. */
  booking_token: string;
  /** If sent it must equal the expected total to the cent. */
  total_price?: Money;
  /** Who travels and what was chosen; has to fit the `booking_schema` of get itinerary. */
  booking_data?: BookingData;
};

/**
 * Whether the instance takes traffic; trouble that does not take it out is said too.
 *
 * @example
 * ```ts
 * const readiness: Readiness = {
 *   status: 'ready',
 *   checks: [ { name: 'id_map', status: 'ok', required: true, age_seconds: 12 } ]
 * };
 * ```
 */
export type Readiness = {
  /** `degraded` takes traffic too. */
  status: 'ready' | 'degraded' | 'not_ready';
  /** One for each thing the instance depends on. */
  checks: Array<DependencyCheck>;
};

/**
 * One way to cancel, and what it gives back.
 *
 * @example
 * ```ts
 * const refundOption: RefundOption = {
 *   refund_option: 'k1.cmVmdW5kX29wdGlvbl90b2tlbg2',
 *   refund: { amount: '18.50', currency: 'USD' },
 *   expires_at: '2026-12-05T16:00:00',
 *   available: false
 * };
 * ```
 */
export type RefundOption = {
  /** Opaque, short-lived. */
  refund_option: string;
  /** What the supplier refunds of its own net price. Markup and fixed fee are not returned, so a penalty of 0 % still refunds less than `total_price`. */
  refund: Money;
  /** `YYYY-MM-DDTHH:MM:SS`, no zone. */
  expires_at?: string;
  /** Whether it can still be chosen. */
  available: boolean;
};

/**
 * The ways to cancel a booking; nothing was changed by asking.
 *
 * @example
 * ```ts
 * const refundOptions: RefundOptions = {
 *   booking_id: 'BK-8451207-7GQ2M',
 *   booking_status: 'approved',
 *   refund_options: [
 *     {
 *       refund_option: 'k1.cmVmdW5kX29wdGlvbl90b2tlbg',
 *       refund: { amount: '37.00', currency: 'USD' },
 *       expires_at: '2026-12-04T22:00:00',
 *       available: true
 *     },
 *     {
 *       refund_option: 'k1.cmVmdW5kX29wdGlvbl90b2tlbg2',
 *       refund: { amount: '18.50', currency: 'USD' },
 *       expires_at: '2026-12-05T16:00:00',
 *       available: false
 *     }
 *   ]
 * };
 * ```
 */
export type RefundOptions = {
  /** The booking that was asked about. */
  booking_id: string;
  /** What it is; nothing was changed. */
  booking_status: 'reserved' | 'pending' | 'declined' | 'approved' | 'cancelled' | 'failed';
  /** Best first; one of them is sent as `refund_option` to cancel. */
  refund_options: Array<RefundOption>;
};

/**
 * One step of what a cancellation costs, as search says it.
 *
 * @example
 * ```ts
 * const searchCancellationPolicy: SearchCancellationPolicy = { from: 'PT72H', penalty: { percent: 100 } };
 * ```
 */
export type SearchCancellationPolicy = {
  /** Starting this long before departure; null on the first row. */
  from: string | null;
  /** What is kept of the price: `percent`, or `amount`. */
  penalty: {
    /** Share that is kept. */
    percent?: number;
    /** Sum that is kept. */
    amount?: Money;
  };
};

/**
 * What a search found: three flat arrays that name one another by id. With 206 more may follow.
 *
 * @example
 * ```ts
 * const { itineraries, segments, vehicles }: SearchResponse = await gateway.search(query);
 * console.log(itineraries.length, segments.length, vehicles.length);
 * ```
 */
export type SearchResponse = {
  /** Those of the segments, each once. */
  vehicles: Array<Vehicle>;
  /** Legs of the itineraries, each once. */
  segments: Array<Segment>;
  /** In the supplier’s order; empty when nothing is found. */
  itineraries: Array<Itinerary>;
};

/**
 * One place in the drawing of a vehicle: a seat, or where none is.
 *
 * @example
 * ```ts
 * const seatCell: SeatCell = {
 *   seat_id: 'A2',
 *   available: false,
 *   type: 'cabin',
 *   orientation: 'front',
 *   price_difference: { currency: 'USD', amount: '0.00' }
 * };
 * ```
 */
export type SeatCell = {
  /** For `seat_selection`. */
  seat_id: string;
  /** Also false while another booking session holds the seat. */
  available: boolean;
  /** UTC. There while another session of this client holds the seat: until when. */
  held_until?: string;
  /** Kind of seat, in the supplier’s words; absent when it gives none. */
  type?: string;
  /** Where the seat looks, in the supplier’s words; absent when it gives none. */
  orientation?: string;
  /** What the seat costs on top of the fare. */
  price_difference: Money;
};

/**
 * A class of seats on a vehicle.
 *
 * @example
 * ```ts
 * const seatClass: SeatClass = {
 *   id: '41',
 *   name: 'VIP 24',
 *   description: '',
 *   keywords: null,
 *   images: [
 *     {
 *       url: 'https://cdn.upstream.example/static/images/operator/3310/class/41-inside.jpg',
 *       width: 1200,
 *       height: 800,
 *       type: 'TYPE_CLASS_INSIDE'
 *     },
 *     {
 *       url: 'https://cdn.upstream.example/static/images/operator/3310/class/41-outside.jpg',
 *       width: 1200,
 *       height: 800,
 *       type: 'TYPE_CLASS_OUTSIDE'
 *     }
 *   ],
 *   amenities: [ 'Aircon', 'WC', 'Snack' ]
 * };
 * ```
 */
export type SeatClass = {
  /** `seat_class_id` of segments. */
  id: string;
  /** For people. */
  name: string | null;
  /** For people; may be empty. */
  description: string | null;
  /** Always null at present. */
  keywords: Array<string> | null;
  /** Never empty: null instead. Inside first. */
  images: Array<Image> | null;
  /** May be empty, never null. */
  amenities: Array<string>;
};

/**
 * The seats of one vehicle as they are arranged, row by row.
 *
 * @example
 * ```ts
 * const free = (map: SeatMap): string[] =>
 *   map.sections
 *     .flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))
 *     .flatMap((cell) => (cell?.available ? [cell.seat_id] : []));
 * if (offer.extras.seat_map) console.log(free(offer.extras.seat_map));
 * ```
 */
export type SeatMap = {
  /** Decks or cars, as the supplier orders them. */
  sections: Array<{
    /** Number of the deck or car, as the supplier counts. */
    level: number;
    /** From the front. */
    rows: Array<{
      /** Name of the row. */
      row: string;
      /** From left to right; null is an aisle or nothing. */
      cells: Array<SeatCell | null>;
    }>;
  }>;
};

/**
 * One leg of a journey; waiting time is not a segment.
 *
 * @example
 * ```ts
 * const segment: Segment = {
 *   id: 'THSCF-THTRTLNP-THKCGASP-2026-11-14T13:30-2026-11-14T14:15-52',
 *   from_station: 'THTRTLNP',
 *   to_station: 'THKCGASP',
 *   departure_time: '2026-11-14T13:30',
 *   arrival_time: '2026-11-14T14:15',
 *   travel_duration: 'PT45M',
 *   vehicle_id: 'THSCF-Ferry',
 *   operating_carrier_id: 'THSCF',
 *   seat_class_id: '52',
 *   transportation_types: [ 'Ferry' ]
 * };
 * ```
 */
export type Segment = {
  /** Names the leg within this answer. */
  id: string;
  /** Station id of the departure, in your id space. */
  from_station: string;
  /** Station id of the arrival, in your id space. */
  to_station: string;
  /** Local to the station, `YYYY-MM-DDTHH:MM`. */
  departure_time: string;
  /** Local to the station, `YYYY-MM-DDTHH:MM`. */
  arrival_time: string;
  /** ISO 8601, hours never rolled into days, zero parts dropped. */
  travel_duration: string;
  /** Of `vehicles`. */
  vehicle_id: string;
  /** Who runs it; of the list of operating carriers. */
  operating_carrier_id: string;
  /** Of the vehicle’s `seat_classes`. */
  seat_class_id: string;
  /** Exactly one. */
  transportation_types: Array<'Bus' | 'Ferry' | 'Van' | 'Train' | 'Airplane'>;
};

/**
 * A station as it stands in the station file.
 *
 * @example
 * ```ts
 * const station: Station = {
 *   id: 'PHCEBPRA',
 *   name: 'Cebu Pier 1',
 *   name_alterations: [ 'Pier Uno' ],
 *   transportation_type: 'Ferry',
 *   address: {
 *     country: 'PH',
 *     state: 'Central Visayas',
 *     city: { id: 'PHCEB', name: 'Cebu City' },
 *     province: 'Cebu',
 *     region: 'Visayas',
 *     street_and_number: 'Port Area',
 *     time_zone: 'Asia/Manila',
 *     coordinate: { latitude: 10.2925, longitude: 123.9066 }
 *   },
 *   keywords: [],
 *   description: '',
 *   images: []
 * };
 * ```
 */
export type Station = {
  /** What search takes in `departures` and `arrivals`. */
  id: string;
  /** For people. */
  name: string;
  /** Other names of it. */
  name_alterations?: Array<string>;
  /** What leaves from there; `Shuttle` is a van. */
  transportation_type: 'Bus' | 'Ferry' | 'Shuttle' | 'Train';
  /** Where it is, as far as it is known. */
  address: {
    /** ISO 3166-1 alpha-2. */
    country?: string;
    /** State. */
    state?: string;
    /** The city, which is no POI of search. */
    city?: {
      /** Its own id; search does not take it. */
      id: string;
      /** For people. */
      name: string;
    };
    /** Province. */
    province?: string;
    /** Region. */
    region?: string;
    /** Street and number. */
    street_and_number?: string;
    /** IANA name, in which its times are told. */
    time_zone?: string;
    /** Where it is on a map. */
    coordinate?: Coordinate;
  };
  /** Words to find it by. */
  keywords?: Array<string>;
  /** URLs of pictures. */
  images?: Array<string>;
  /** For people. */
  description?: string;
};

/**
 * A station as `GetList` has it.
 *
 * @example
 * ```ts
 * const stationListRow: StationListRow = {
 *   Id: 'PHCEBPRA',
 *   Name: 'Cebu Pier 1',
 *   NameAlterations: 'Pier Uno',
 *   TransportationType: 'Ferry',
 *   Address: {
 *     Country: 'PH',
 *     State: 'Central Visayas',
 *     Region: 'Visayas',
 *     Province: 'Cebu',
 *     City: { Id: 'PHCEB', Name: 'Cebu City' },
 *     StreetAndNumber: 'Port Area',
 *     TimeZone: 'Asia/Manila',
 *     ZipCode: null,
 *     Description: null
 *   },
 *   Description: '',
 *   Coordinates: { Latitude: 10.2925, Longitude: 123.9066 },
 *   Images: []
 * };
 * ```
 */
export type StationListRow = {
  /** What search takes in `departures` and `arrivals`. */
  Id: string;
  /** For people. */
  Name: string;
  /** Other names of it, in one text. */
  NameAlterations?: string | null;
  /** What leaves from there. */
  TransportationType?: string | null;
  /** Where it is, as far as it is known. */
  Address: {
    /** ISO 3166-1 alpha-2. */
    Country?: string | null;
    /** State. */
    State?: string | null;
    /** Region. */
    Region?: string | null;
    /** Province. */
    Province?: string | null;
    /** The city, which is no POI of search. */
    City?: {
      /** Its own id; search does not take it. */
      Id: string;
      /** For people. */
      Name: string;
    } | null;
    /** Street and number. */
    StreetAndNumber?: string | null;
    /** IANA name, in which its times are told. */
    TimeZone?: string | null;
    /** Postal code. */
    ZipCode?: string | null;
    /** How to find it. */
    Description?: string | null;
  };
  /** For people. */
  Description?: string | null;
  /** Where it is on a map. */
  Coordinates?: {
    /** Degrees, north is positive. */
    Latitude: number;
    /** Degrees, east is positive. */
    Longitude: number;
  } | null;
  /** URLs of pictures. */
  Images?: Array<string> | null;
};

/**
 * The sample that was queued for your webhook.
 *
 * @example
 * ```ts
 * const testWebhook: TestWebhook = { id: 'evt_test_q3Zk9mVb2LxW7dYc1RtHfA' };
 * ```
 */
export type TestWebhook = {
  /** The `webhook-id` that it is posted with. */
  id: string;
};

/**
 * Where the voucher of an approved booking is.
 *
 * @example
 * ```ts
 * const ticket: Ticket = { ticket_url: 'https://tickets.upstream.example/t/RR-77KD92.pdf' };
 * ```
 */
export type Ticket = {
  /** Where the ticket can be downloaded; whoever has the link can. */
  ticket_url: string;
};

/**
 * Which seats to give back: those held with this token.
 *
 * @example
 * ```ts
 * const unlockSeatsRequest: UnlockSeatsRequest = { booking_token: 'k1.Q2hhY3VuZ19vcGFxdWVfdG9rZW5fZXhhbXBsZQ' };
 * ```
 */
export type UnlockSeatsRequest = {
  /** From get itinerary. */
  booking_token?: string;
};

/**
 * A carrier’s kind of vehicle, with every seat class met on it.
 *
 * @example
 * ```ts
 * const { vehicles } = await gateway.search(query);
 * const classes = (vehicle: Vehicle): string[] => vehicle.seat_classes.map(({ id }) => id);
 * console.log(vehicles.flatMap(classes));
 * ```
 */
export type Vehicle = {
  /** `{operating_carrier_id}-{TransportationType}` */
  id: string;
  /** The transportation type. */
  name: string;
  /** Every class of seats met on it. */
  seat_classes: Array<SeatClass>;
  /** Always null at present; pictures are those of the seat classes. */
  images: Array<Image> | null;
  /** Always null at present. */
  description: string | null;
  /** Always null at present. */
  keywords: Array<string> | null;
  /** Always null at present; those of the seat classes are what is known. */
  amenities: Array<string> | null;
};

/**
 * What can be asked of a search. {@link SearchQuery} demands the sides too.
 *
 * @example
 * ```ts
 * const parameters: SearchParameters = { departure_date: '2030-01-31', pax: 2, currency: 'USD' };
 * console.log(parameters.pax);
 * ```
 */
export type SearchParameters = {
  /** Date or date-time; the date part is used. */
  departure_date: string;
  /** Accepted; only one-way itineraries are returned. */
  return_date?: string | undefined;
  /** How many travel, 1 to 100. */
  pax: number;
  /** Accepted, not used. */
  pax_ages?: readonly number[] | undefined;
  /** Stations to depart from, instead of a POI. */
  departures?: readonly string[] | undefined;
  /** Place to depart from, instead of stations. */
  departure_poi?: string | undefined;
  /** Stations to arrive at, instead of a POI. */
  arrivals?: readonly string[] | undefined;
  /** Place to arrive at, instead of stations. */
  arrival_poi?: string | undefined;
  /** Currency of the gross price. */
  currency?: string | undefined;
  /** A culture code such as `en`, `th` or `pt-BR`; unknown ones mean the default culture. */
  locale?: string | undefined;
  /** Accepted, not used. */
  confidence_score?: number | undefined;
  /** Accepted, not used. */
  cache_only?: boolean | undefined;
  /** Seconds, up to the configured maximum (20); keeps searching until complete or the time is up. */
  timeout?: number | undefined;
};

/**
 * What can be asked of get itinerary.
 *
 * @example
 * ```ts
 * const wishes: ItineraryQuery = { currency: 'USD', locale: 'th' };
 * await gateway.getItinerary(itineraryId, wishes);
 * ```
 */
export type ItineraryQuery = {
  /** A culture code such as `en`, `th` or `pt-BR`; unknown ones mean the default culture. */
  locale?: string | undefined;
  /** Currency of the gross price. */
  currency?: string | undefined;
  /** For plain ids, which do not carry it; default 1. */
  pax?: number | undefined;
};

/**
 * What can be asked of the feed of events, in the words of the wire.
 *
 * @example
 * ```ts
 * const feed: EventFeedQuery = { limit: 100 };
 * console.log(feed.limit);
 * ```
 */
export type EventFeedQuery = {
  /** `next` of the page before. Left out: from the oldest event that is kept. */
  since?: string | undefined;
  /** Most events of a page. */
  limit?: number | undefined;
  /** How long to wait for an event when there is none yet. */
  wait_seconds?: number | undefined;
  /** ISO 4217 in upper case, else 400. Search and get itinerary quote the gross price in it. */
  currency?: string | undefined;
  /** A culture code such as `en`, `th` or `pt-BR`; unknown ones mean the default culture. */
  locale?: string | undefined;
};

/**
 * What can be asked of a file of master data.
 *
 * @example
 * ```ts
 * const thai: MasterDataQuery = { locale: 'th' };
 * await gateway.stations(thai);
 * ```
 */
export type MasterDataQuery = {
  /** A culture code such as `en`, `th` or `pt-BR`; unknown ones mean the default culture. */
  locale?: string | undefined;
};

/**
 * What can be asked of a list of master data.
 *
 * @example
 * ```ts
 * const largest: MasterDataListQuery = { locale: 'en', top10K: true };
 * await gateway.stationList(largest);
 * ```
 */
export type MasterDataListQuery = {
  /** A culture code such as `en`, `th` or `pt-BR`; unknown ones mean the default culture. */
  locale: string;
  /** Limits the list to 10,000 rows. */
  top10K?: boolean | undefined;
};
