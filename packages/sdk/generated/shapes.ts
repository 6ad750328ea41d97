/** What answers look like, as far as a drift is told by it. Generated from the contract by `pnpm generate`; do not edit. */

export type Shape =
  | 0
  | string
  | { readonly members: Readonly<Record<string, Shape>> }
  | { readonly items: Shape }
  | { readonly values: readonly string[] }
  | { readonly oneOf: readonly Shape[] };

/** By the name of a body; a member that may be missing ends in `?`. */
export const shapes: Readonly<Record<string, Shape>> = {
  Readiness: {
    members: { status: { values: ['ready', 'degraded', 'not_ready'] }, checks: { items: 'DependencyCheck' } },
  },
  DependencyCheck: {
    members: {
      name: 0,
      status: { values: ['ok', 'degraded', 'down', 'not_loaded'] },
      required: 0,
      'detail?': 0,
      'age_seconds?': 0,
    },
  },
  Health: { members: { status: { values: ['ok'] }, version: 0, uptime_seconds: 0 } },
  PoiListRow: { members: { Id: 0, Name: 0 } },
  OperatingCarrierListRow: {
    members: {
      'MainCarrierId?': 0,
      Id: 0,
      Name: 0,
      'DisplayName?': 0,
      'Address?': 0,
      'LogoURL?': 0,
      'Email?': 0,
      'PhoneNumber?': 0,
      'Description?': 0,
      TransportationTypes: { items: 0 },
      Vehicles: {
        items: {
          members: {
            Id: 0,
            Name: 0,
            'DisplayName?': 0,
            'Description?': 0,
            'Amenities?': { items: 0 },
            'Images?': { items: 0 },
            'Products?': { items: 0 },
            'Keywords?': { items: 0 },
          },
        },
      },
    },
  },
  StationListRow: {
    members: {
      Id: 0,
      Name: 0,
      'NameAlterations?': 0,
      'TransportationType?': 0,
      Address: {
        members: {
          'Country?': 0,
          'State?': 0,
          'Region?': 0,
          'Province?': 0,
          'City?': { members: { Id: 0, Name: 0 } },
          'StreetAndNumber?': 0,
          'TimeZone?': 0,
          'ZipCode?': 0,
          'Description?': 0,
        },
      },
      'Description?': 0,
      'Coordinates?': { members: { Latitude: 0, Longitude: 0 } },
      'Images?': { items: 0 },
    },
  },
  TestWebhook: { members: { id: 0 } },
  PartnerEventPage: { members: { events: { items: 'PartnerEvent' }, next: 0 } },
  PartnerEvent: {
    members: {
      id: 0,
      type: { values: ['booking.status_changed'] },
      occurred_at: 0,
      data: 'PartnerNotification',
    },
  },
  PartnerNotification: {
    members: {
      booking_id: 0,
      status: { values: ['reserved', 'pending', 'declined', 'approved', 'cancelled', 'failed'] },
      previous_status: { values: ['reserved', 'pending', 'declined', 'approved', 'cancelled', 'failed'] },
      ticket_url: 0,
      updated_at: 0,
    },
  },
  Booking: {
    members: {
      id: 0,
      status: { values: ['reserved', 'pending', 'declined', 'approved', 'cancelled', 'failed'] },
      from_station: 0,
      to_station: 0,
      departure_time: 0,
      passenger_count: 0,
      integration: { values: ['onetwogo'] },
      integration_booking_id: 0,
      operator_booking_id: 0,
      voucher_url: 0,
      updated_at: 0,
      created_at: 0,
      total_price: 'Money',
    },
  },
  Money: { members: { currency: 0, amount: 0 } },
  CancelResponse: { oneOf: ['RefundOptions', 'CancelledBooking'] },
  CancelledBooking: {
    members: { booking_id: 0, booking_status: { values: ['cancelled'] }, refund: 'Money' },
  },
  RefundOptions: {
    members: {
      booking_id: 0,
      booking_status: { values: ['reserved', 'pending', 'declined', 'approved', 'cancelled', 'failed'] },
      refund_options: { items: 'RefundOption' },
    },
  },
  RefundOption: { members: { refund_option: 0, refund: 'Money', 'expires_at?': 0, available: 0 } },
  Ticket: { members: { ticket_url: 0 } },
  Quote: {
    members: {
      passenger_count: 0,
      total_price: 'Money',
      lines: { items: 'QuoteLine' },
      'refunds?': { items: 'QuoteRefund' },
      expires_at: 0,
      problems: { items: 'QuoteProblem' },
    },
  },
  QuoteProblem: {
    members: {
      code: {
        values: [
          'invalid_request',
          'unsupported_version',
          'unauthorized',
          'credit_line_insufficient',
          'insufficient_scope',
          'itinerary_not_found',
          'booking_not_found',
          'incomplete_result_not_found',
          'booking_token_expired',
          'client_not_found',
          'route_not_found',
          'ticket_not_allowed',
          'method_not_allowed',
          'request_timeout',
          'trip_unavailable',
          'price_changed',
          'seat_locked',
          'already_reserved',
          'already_confirmed',
          'confirm_failed',
          'refund_option_expired',
          'idempotency_in_progress',
          'reserve_not_executed',
          'booking_token_stale',
          'outcome_settled',
          'payload_too_large',
          'uri_too_long',
          'unsupported_media_type',
          'schema_validation_failed',
          'missing_parameter',
          'seats_unavailable',
          'cost_mismatch',
          'invalid_booking_token',
          'non_cancellable',
          'idempotency_key_reused',
          'unprocessable',
          'rate_limited',
          'request_headers_too_large',
          'internal_error',
          'upstream_error',
          'upstream_unreadable',
          'upstream_rate_limited',
          'schema_unavailable',
          'seat_lock_unavailable',
          'idempotency_unavailable',
          'idempotency_memory_lost',
          'idempotency_memory_young',
          'credit_unavailable',
          'pricing_stale',
          'events_unavailable',
          'overloaded',
          'not_ready',
          'client_misconfigured',
          'upstream_timeout',
          'result_expired',
        ],
      },
      'field?': 0,
      message: 0,
      'booking_id?': 0,
    },
  },
  QuoteRefund: { members: { until: 0, percentage: 0 } },
  QuoteLine: {
    members: {
      kind: { values: ['fare', 'fees', 'seat', 'baggage', 'pick_up', 'drop_off', 'delivery', 'option'] },
      title: 0,
      'field?': 0,
      amount: 'Money',
    },
  },
  LockedSeats: { members: { passenger_count: 0, status: { values: ['reserved'] }, total_price: 'Money' } },
  CheckoutResponse: {
    members: {
      itineraries: { items: 'CheckoutItinerary' },
      segments: { items: 'Segment' },
      vehicles: { items: 'Vehicle' },
    },
  },
  Vehicle: {
    members: {
      id: 0,
      name: 0,
      seat_classes: { items: 'SeatClass' },
      images: { items: 'Image' },
      description: 0,
      keywords: { items: 0 },
      amenities: { items: 0 },
    },
  },
  Image: {
    members: {
      url: 0,
      width: 0,
      height: 0,
      type: {
        values: [
          'TYPE_CLASS_INSIDE',
          'TYPE_CLASS_OUTSIDE',
          'TYPE_UNKNOWN',
          'TYPE_OPERATOR_LOGO',
          'TYPE_STATION',
          'TYPE_ROUTE',
        ],
      },
    },
  },
  SeatClass: {
    members: {
      id: 0,
      name: 0,
      description: 0,
      keywords: { items: 0 },
      images: { items: 'Image' },
      amenities: { items: 0 },
    },
  },
  Segment: {
    members: {
      id: 0,
      from_station: 0,
      to_station: 0,
      departure_time: 0,
      arrival_time: 0,
      travel_duration: 0,
      vehicle_id: 0,
      operating_carrier_id: 0,
      seat_class_id: 0,
      transportation_types: { items: { values: ['Bus', 'Ferry', 'Van', 'Train', 'Airplane'] } },
    },
  },
  CheckoutItinerary: {
    members: {
      id: 0,
      booking_token: 0,
      booking_schema: 'BookingSchema',
      extras: 'Extras',
      to_segments: { items: 0 },
      pricing: 'Pricing',
      number_available_seats: 0,
      confirmation_type: { values: ['Instant', 'Pending'] },
      cancellation_policies: { items: 'CheckoutCancellationPolicy' },
    },
  },
  CheckoutCancellationPolicy: {
    members: { from: 0, penalty: { members: { 'percentage?': 0, 'cost?': 'Money' } } },
  },
  Pricing: { members: { gross_price: 'GrossPrice', net_price: 'Money', taxes_and_fees: 'Money' } },
  GrossPrice: {
    members: {
      currency: 0,
      amount: 0,
      price_type: { values: ['Recommended', 'Exact', 'Min', 'Max'] },
      'amount_in_net_currency?': 0,
    },
  },
  Extras: { members: { 'seat_map?': 'SeatMap', 'baggage?': { items: 'BaggageOption' } } },
  BaggageOption: { members: { code: 0, title: 0, price: 'Money' } },
  SeatMap: {
    members: {
      sections: {
        items: {
          members: { level: 0, rows: { items: { members: { row: 0, cells: { items: 'SeatCell' } } } } },
        },
      },
    },
  },
  SeatCell: {
    members: {
      seat_id: 0,
      available: 0,
      'held_until?': 0,
      'type?': 0,
      'orientation?': 0,
      price_difference: 'Money',
    },
  },
  BookingSchema: 0,
  SearchResponse: {
    members: {
      vehicles: { items: 'Vehicle' },
      segments: { items: 'Segment' },
      itineraries: { items: 'Itinerary' },
    },
  },
  Itinerary: {
    members: {
      id: 0,
      departure_segments: { items: 0 },
      connection_guaranteed: 0,
      cancellation_policies: { items: 'SearchCancellationPolicy' },
      number_of_available_seats: 0,
      pricing: 'Pricing',
      confirmation_type: { values: ['Instant', 'Pending'] },
      'ticket_type?': { values: ['ShowOnScreen', 'PaperTicket', 'PickUp'] },
    },
  },
  SearchCancellationPolicy: {
    members: { from: 0, penalty: { members: { 'percent?': 0, 'amount?': 'Money' } } },
  },
};

/** By the name of an operation. */
export const answerShapes: Readonly<Record<string, Shape>> = {
  search: 'SearchResponse',
  getItinerary: 'CheckoutResponse',
  lockSeats: 'LockedSeats',
  quoteBooking: 'Quote',
  createBooking: 'Booking',
  confirmBooking: 'Booking',
  getBooking: 'Booking',
  getTicket: 'Ticket',
  cancelBooking: 'CancelResponse',
  getIncompleteResult: 'Booking',
  listEvents: 'PartnerEventPage',
  testWebhook: 'TestWebhook',
  stations: 0,
  stationList: { items: 'StationListRow' },
  operatingCarriers: 0,
  operatingCarrierList: { items: 'OperatingCarrierListRow' },
  pois: 0,
  poiList: { items: 'PoiListRow' },
  health: 'Health',
  ready: 'Readiness',
};
