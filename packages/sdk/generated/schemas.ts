/** The contract's request and answer bodies. Generated from its OpenAPI document by `pnpm generate`; do not edit. */

export type BaggageOption = {
  code: string;
  title: string;
  price: Money;
};

export type Booking = {
  id: string;
  status: 'reserved' | 'pending' | 'declined' | 'approved' | 'cancelled' | 'failed';
  from_station: string;
  to_station: string;
  /** Local to the station. */
  departure_time: string;
  passenger_count: number;
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

export type BookingData = {
  email?: string;
  mobile_phone?: string;
  /** Seats locked with this token replace it. */
  seat_selection?: Array<string>;
  allow_automatic_seat_selection?: boolean;
  additional_fields?: Record<string, string>;
  upgrades?: Record<string, string>;
  /** As many as `pax`. */
  passengers: Array<Passenger>;
};

/** JSON Schema, draft-07, of `booking_data`. Its patterns have the same verdict in JavaScript (with and without the flag `u`), Python `re`, Go `regexp`, `java.util.regex` (`find`) and PHP (between slashes, with the flag `u`); they are searched for, as JSON Schema wants it. Texts that a pattern does not judge match it, and 12go judges them when it books. A field whose rule cannot be published says so in its `description`. A choice that costs something has its surcharge, a `Money`, at `definitions.surcharge.const`. */
export type BookingSchema = Record<string, unknown>;

export type CancelledBooking = {
  booking_id: string;
  booking_status: 'cancelled';
  /** What the supplier refunds of its own net price. Markup and fixed fee are not returned, so a penalty of 0 % still refunds less than `total_price`. */
  refund: Money;
};

export type CancelRequest = {
  /** List the options, change nothing. */
  preview?: boolean;
  /** Cancel with this option. */
  refund_option?: string;
};

export type CancelResponse = RefundOptions | CancelledBooking;

export type CheckoutCancellationPolicy = {
  /** Starting this long before departure; null on the first row. */
  from: string | null;
  penalty: {
    percentage?: number;
    cost?: Money;
  };
};

export type CheckoutItinerary = {
  /** The id that was asked for. */
  id: string;
  /** Opaque; for lock seats and create. */
  booking_token: string;
  booking_schema: BookingSchema;
  extras: Extras;
  to_segments: Array<string>;
  pricing: Pricing;
  number_available_seats: number;
  confirmation_type: 'Instant' | 'Pending';
  cancellation_policies: Array<CheckoutCancellationPolicy>;
};

export type CheckoutResponse = {
  itineraries: Array<CheckoutItinerary>;
  segments: Array<Segment>;
  vehicles: Array<Vehicle>;
};

export type Coordinate = {
  latitude: number;
  longitude: number;
};

export type CreateBookingRequest = {
  /** From get itinerary. */
  booking_token: string;
  /** If sent it must equal the expected total to the cent. */
  total_price?: Money;
  booking_data: BookingData;
};

export type DependencyCheck = {
  name: string;
  status: 'ok' | 'degraded' | 'down' | 'not_loaded';
  /** Whether readiness depends on it. */
  required: boolean;
  detail?: string;
  /** Age of the loaded copy, where there is one. */
  age_seconds?: number;
};

export type Extras = {
  seat_map?: SeatMap;
  baggage?: Array<BaggageOption>;
};

export type FieldError = {
  /** Partner field path, such as `booking_data.passengers[1].first_name`. */
  field: string;
  message: string;
};

export type GrossPrice = {
  currency: string;
  /** Two decimals for every currency. */
  amount: string;
  /** How binding the amount is for your own price: `Recommended` not at all, `Min` from it upwards, `Max` up to it, `Exact` to the cent. `Exact` and `Max` are the supplier’s and can be below `net_price`: such a fare is sold at a loss, so compare before you offer it. */
  price_type: 'Recommended' | 'Exact' | 'Min' | 'Max';
  /** Present only when the currency differs from that of the net price. */
  amount_in_net_currency?: string;
};

export type Health = {
  status: 'ok';
  version: string;
  uptime_seconds: number;
};

export type Image = {
  url: string;
  width: number | null;
  height: number | null;
  type:
    | 'TYPE_CLASS_INSIDE'
    | 'TYPE_CLASS_OUTSIDE'
    | 'TYPE_UNKNOWN'
    | 'TYPE_OPERATOR_LOGO'
    | 'TYPE_STATION'
    | 'TYPE_ROUTE'
    | null;
};

export type Itinerary = {
  /** Opaque. */
  id: string;
  /** In travel order. */
  departure_segments: Array<string>;
  connection_guaranteed: boolean;
  cancellation_policies: Array<SearchCancellationPolicy>;
  number_of_available_seats: number;
  pricing: Pricing;
  confirmation_type: 'Instant' | 'Pending';
  /** Absent when unknown. */
  ticket_type?: 'ShowOnScreen' | 'PaperTicket' | 'PickUp';
};

export type LockedSeats = {
  /** Number of seats. */
  passenger_count: number;
  status: 'reserved';
  total_price: Money;
};

export type LockSeatsRequest = {
  /** From get itinerary. */
  booking_token: string;
  booking_data: {
    seat_selection: Array<string>;
  };
};

export type Money = {
  currency: string;
  /** Two decimals for every currency. */
  amount: string;
};

export type OperatingCarrier = {
  Id: string;
  name: string;
  display_name?: string;
  logo_url?: string;
  email?: string;
  phone?: string;
  transportation_type: 'Bus' | 'Ferry' | 'Train' | 'Shuttle';
};

export type OperatingCarrierListRow = {
  MainCarrierId?: string | null;
  Id: string;
  Name: string;
  DisplayName?: string | null;
  Address?: string | null;
  LogoURL?: string | null;
  Email?: string | null;
  PhoneNumber?: string | null;
  Description?: string | null;
  TransportationTypes: Array<string>;
  Vehicles: Array<{
    Id: string;
    Name: string;
    DisplayName?: string | null;
    Description?: string | null;
    Amenities?: Array<string> | null;
    Images?: Array<string> | null;
    Products?: Array<string> | null;
    Keywords?: Array<string> | null;
  }>;
};

export type PartnerEvent = {
  /** The same however often the event is read or sent. */
  id: string;
  type: 'booking.status_changed';
  /** UTC, to the millisecond. */
  occurred_at: string;
  data: PartnerNotification;
};

export type PartnerEventPage = {
  events: Array<PartnerEvent>;
  /** Where to read on; opaque. With no events it is where you are. */
  next: string;
};

export type PartnerNotification = {
  booking_id: string;
  status: 'reserved' | 'pending' | 'declined' | 'approved' | 'cancelled' | 'failed';
  previous_status: 'reserved' | 'pending' | 'declined' | 'approved' | 'cancelled' | 'failed' | null;
  ticket_url: string | null;
  /** UTC. */
  updated_at: string;
};

export type Passenger = {
  title?: string;
  first_name?: string;
  last_name?: string;
  middle_name?: string;
  id_number?: string;
  seat_type_code?: string;
  id_type?: string;
  country_id?: string;
  gender?: string;
  is_child?: boolean;
  dob?: string;
  id_expiry_date?: string;
  id_issue_date?: string;
  id_scan?: string;
  baggage_option?: string;
  nationality?: string;
  residency?: string;
  visa_type?: string;
  visa_reason?: string;
};

export type Poi = {
  Id: string;
  name: string;
  description?: string;
  stations?: Array<string>;
  coordinates?: Coordinate;
  keywords?: Array<string>;
  images?: Array<string>;
};

export type PoiListRow = {
  Id: string;
  Name: string;
};

export type PriceChange = {
  quoted: Money;
  current: Money;
  /** Absent when the currency changed. */
  difference_percent?: string;
  /** The unconfirmed reservation, when there is one. */
  booking_id?: string;
};

export type Pricing = {
  gross_price: GrossPrice;
  /** What the partner pays: the supplier’s net price with the markup agreed. */
  net_price: Money;
  /** What the supplier adds for the traveller. gross_price = net_price + taxes_and_fees for price type Recommended; not part of the total that the partner is charged. */
  taxes_and_fees: Money;
};

export type Quote = {
  passenger_count: number;
  /** What create would ask for with the choices made so far, to the cent; the sum of `lines`. */
  total_price: Money;
  lines: Array<QuoteLine>;
  /** Empty when nothing is refunded; absent when the booking token does not say. */
  refunds?: Array<QuoteRefund>;
  /** UTC. The end of the booking token, and of the quote with it. */
  expires_at: string;
  /** Everything that create would refuse, at once; empty when it would accept. */
  problems: Array<QuoteProblem>;
};

export type QuoteLine = {
  /** `fare` and `fees` (those agreed with the client for each passenger) are for all passengers together; each of the others is one choice that was made. */
  kind: 'fare' | 'fees' | 'seat' | 'baggage' | 'pick_up' | 'drop_off' | 'delivery' | 'option';
  title: string;
  /** The choice it is for, such as `booking_data.additional_fields.points_pickup`. */
  field?: string;
  amount: Money;
};

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
  message: string;
  /** On `already_reserved`: the booking that exists. */
  booking_id?: string;
};

export type QuoteRefund = {
  /** Local to the departure station, `YYYY-MM-DDTHH:MM`. */
  until: string;
  /** Of the supplier’s price. What the client pays on top of it is not returned; a preview of cancel tells the exact amount. */
  percentage: number;
};

export type QuoteRequest = {
  /** From get itinerary. */
  booking_token: string;
  /** If sent it must equal the expected total to the cent. */
  total_price?: Money;
  booking_data?: BookingData;
};

export type Readiness = {
  status: 'ready' | 'degraded' | 'not_ready';
  checks: Array<DependencyCheck>;
};

export type RefundOption = {
  /** Opaque, short-lived. */
  refund_option: string;
  /** What the supplier refunds of its own net price. Markup and fixed fee are not returned, so a penalty of 0 % still refunds less than `total_price`. */
  refund: Money;
  /** `YYYY-MM-DDTHH:MM:SS`, no zone. */
  expires_at?: string;
  available: boolean;
};

export type RefundOptions = {
  booking_id: string;
  booking_status: 'reserved' | 'pending' | 'declined' | 'approved' | 'cancelled' | 'failed';
  refund_options: Array<RefundOption>;
};

export type SearchCancellationPolicy = {
  /** Starting this long before departure; null on the first row. */
  from: string | null;
  penalty: {
    percent?: number;
    amount?: Money;
  };
};

export type SearchResponse = {
  vehicles: Array<Vehicle>;
  segments: Array<Segment>;
  itineraries: Array<Itinerary>;
};

export type SeatCell = {
  seat_id: string;
  /** Also false while another booking session holds the seat. */
  available: boolean;
  /** UTC. There while another session of this client holds the seat: until when. */
  held_until?: string;
  type?: string;
  orientation?: string;
  price_difference: Money;
};

export type SeatClass = {
  id: string;
  name: string | null;
  description: string | null;
  keywords: Array<string> | null;
  /** Never empty: null instead. Inside first. */
  images: Array<Image> | null;
  /** May be empty, never null. */
  amenities: Array<string>;
};

export type SeatMap = {
  sections: Array<{
    level: number;
    rows: Array<{
      row: string;
      cells: Array<SeatCell | null>;
    }>;
  }>;
};

export type Segment = {
  id: string;
  from_station: string;
  to_station: string;
  /** Local to the station, `YYYY-MM-DDTHH:MM`. */
  departure_time: string;
  /** Local to the station, `YYYY-MM-DDTHH:MM`. */
  arrival_time: string;
  /** ISO 8601, hours never rolled into days, zero parts dropped. */
  travel_duration: string;
  vehicle_id: string;
  operating_carrier_id: string;
  seat_class_id: string;
  transportation_types: Array<'Bus' | 'Ferry' | 'Van' | 'Train' | 'Airplane'>;
};

export type Station = {
  id: string;
  name: string;
  name_alterations?: Array<string>;
  transportation_type: 'Bus' | 'Ferry' | 'Shuttle' | 'Train';
  address: {
    country?: string;
    state?: string;
    city?: {
      id: string;
      name: string;
    };
    province?: string;
    region?: string;
    street_and_number?: string;
    time_zone?: string;
    coordinate?: Coordinate;
  };
  keywords?: Array<string>;
  images?: Array<string>;
  description?: string;
};

export type StationListRow = {
  Id: string;
  Name: string;
  NameAlterations?: string | null;
  TransportationType?: string | null;
  Address: {
    Country?: string | null;
    State?: string | null;
    Region?: string | null;
    Province?: string | null;
    City?: {
      Id: string;
      Name: string;
    } | null;
    StreetAndNumber?: string | null;
    TimeZone?: string | null;
    ZipCode?: string | null;
    Description?: string | null;
  };
  Description?: string | null;
  Coordinates?: {
    Latitude: number;
    Longitude: number;
  } | null;
  Images?: Array<string> | null;
};

export type TestWebhook = {
  /** The `webhook-id` that it is posted with. */
  id: string;
};

export type Ticket = {
  ticket_url: string;
};

export type UnlockSeatsRequest = {
  /** From get itinerary. */
  booking_token?: string;
};

export type Vehicle = {
  /** `{operating_carrier_id}-{TransportationType}` */
  id: string;
  name: string;
  seat_classes: Array<SeatClass>;
  images: Array<Image> | null;
  description: string | null;
  keywords: Array<string> | null;
  amenities: Array<string> | null;
};

export type SearchParameters = {
  /** Date or date-time; the date part is used. */
  departure_date: string;
  /** Accepted; only one-way itineraries are returned. */
  return_date?: string | undefined;
  pax: number;
  /** Accepted, not used. */
  pax_ages?: readonly number[] | undefined;
  departures?: readonly string[] | undefined;
  departure_poi?: string | undefined;
  arrivals?: readonly string[] | undefined;
  arrival_poi?: string | undefined;
  /** Currency of the gross price. */
  currency?: string | undefined;
  locale?: string | undefined;
  /** Accepted, not used. */
  confidence_score?: number | undefined;
  /** Accepted, not used. */
  cache_only?: boolean | undefined;
  /** Seconds, up to the configured maximum (20); keeps searching until complete or the time is up. */
  timeout?: number | undefined;
};

export type ItineraryQuery = {
  locale?: string | undefined;
  /** Currency of the gross price. */
  currency?: string | undefined;
  /** For plain ids, which do not carry it; default 1. */
  pax?: number | undefined;
};

export type MasterDataQuery = {
  locale?: string | undefined;
};

export type MasterDataListQuery = {
  locale: string;
  /** Limits the list to 10,000 rows. */
  top10K?: boolean | undefined;
};
