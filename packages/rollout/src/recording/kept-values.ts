/** What may stay in a recording: values that decide something and are no person's, by the name of their field and their shape. */
import {
  bookingDataSchema,
  bookingSchema,
  bookingStatuses,
  cancelledSchema,
  cancelRequestSchema,
  createBookingRequestSchema,
  errorCodes,
  lockedSeatsSchema,
  moneySchema,
  passengerSchema,
  problemSchema,
  ticketSchema,
} from '@partner-gateway/contract';

const moment = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?Z?$/;
const amount = /^-?\d{1,9}(?:\.\d{1,3})?$/;
const currency = /^[A-Z]{3}$/;
const country = /^[A-Z]{2,3}$/;

/** Letters first, so that no document is one; 12go's own are short numbers. */
const place = /^(?:[A-Z]{4,10}\d{0,3}|\d{1,8})$/;
const places = /^(?:[A-Z]{4,10}\d{0,3}|\d{1,8})(?:,(?:[A-Z]{4,10}\d{0,3}|\d{1,8}))*$/;
const smallNumber = /^\d{1,3}$/;
const oneOf = (words: readonly string[]): RegExp => new RegExp(`^(?:${words.join('|')})$`);
const bookingStatus = oneOf(bookingStatuses);
const yes = /^(?:true|false)$/i;

/** A seat has a digit, so that no name is one. */
const seat = /^(?=.*\d)[A-Z0-9-]{1,5}$/i;

/** Assumed, as in `routing/`: a trip and when it leaves. */
const plainItineraryId = /^[0-9A-Za-z]{24}-\d{4}-\d{2}-\d{2}-\d{2}:\d{2}$/;

/**
 * A booking has to be asked for again by its id; whoever has only that learns nothing. A bare number that is longer may be a
 * telephone or a document, and ten digits are no old id.
 */
const bookingId = /^(?:BK-\d{1,20}(?:-[0-9A-HJKMNP-TV-Z]{5})?|\d{1,8}|(?!\d{10}$)(?=.*\d)[0-9A-Za-z]{10})$/;

/** Everywhere. */
const shapes: Readonly<Record<string, RegExp>> = {
  amount,
  amount_in_net_currency: amount,
  arrival_time: moment,
  booking_id: bookingId,
  booking_status: bookingStatus,
  code: oneOf(errorCodes),
  confirmation_type: /^(?:Instant|Pending)$/,
  country_id: country,
  created_at: moment,
  currency,
  departure_time: moment,
  from: /^PT[\dHM]{2,12}$/,
  from_station: place,
  gender: /^(?:m|f|x|male|female)$/i,
  id_type: smallNumber,
  integration: /^onetwogo$/,
  integration_booking_id: /^\d{1,8}$/,
  nationality: country,
  price_type: /^(?:Recommended|Exact|Min|Max)$/,
  residency: country,
  seat_id: seat,
  seat_selection: seat,
  seats: seat,
  status: bookingStatus,
  title: /^(?:mr|mrs|ms|miss|mstr|dr)\.?$/i,
  to_station: place,
  updated_at: moment,
};

const queryShapes: Readonly<Record<string, RegExp>> = {
  arrival_poi: place,
  arrivals: places,
  cache_only: yes,
  confidence_score: /^[01](?:\.\d{1,9})?$/,
  currency,
  departure_date: moment,
  departure_poi: place,
  departures: places,
  locale: /^[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?$/,
  pax: smallNumber,
  pax_ages: smallNumber,
  return_date: moment,
  timeout: smallNumber,
  top10K: yes,
};

const fits = (of: Readonly<Record<string, RegExp>>, name: string, value: string): boolean =>
  Object.hasOwn(of, name) && (of[name]?.test(value) ?? false);

/** Whether a member of a body may stay as it is. */
export const isKept = (name: string, value: string): boolean => fits(shapes, name, value);

/** Whether a parameter of a query may stay as it is; any other is taken out. */
export const isKeptInQuery = (name: string, value: string): boolean => fits(queryShapes, name, value);

const numberMax = 1_000;

/** Ages, counts, percentages and money; a telephone number written as a number is none of them. */
export const isKeptNumber = (name: string, value: number): boolean =>
  Math.abs(value) < numberMax || (name === 'amount' && amount.test(String(value)));

/** Whether the part of a path after `itineraries` may stay. */
export const isItineraryIdKept = (id: string): boolean => plainItineraryId.test(id);

/** Whether the part of a path after `bookings` may stay. */
export const isBookingIdKept = (id: string, encodedPrefix: string | undefined): boolean =>
  bookingId.test(id) ||
  (encodedPrefix !== undefined && id.startsWith(encodedPrefix) && /^[!-~]{20,512}$/.test(id));

/** Names that the contract has; another one may be anything, a person's name too. */
const names: ReadonlySet<string> = new Set([
  ...[
    bookingDataSchema,
    bookingSchema,
    cancelRequestSchema,
    cancelledSchema,
    createBookingRequestSchema,
    lockedSeatsSchema,
    moneySchema,
    passengerSchema,
    problemSchema,
    ticketSchema,
  ].flatMap(({ shape }) => Object.keys(shape)),
  ...['bookingToken', 'seats', 'refund_options', 'refund', 'available', 'field', 'message'],
]);

/** Whether the name of a member may stay. */
export const isNameKept = (name: string): boolean => names.has(name);

/** What a traveller writes, which no choice of a form makes harmless. */
export const isOfTraveller = (name: string): boolean => /name|mail|phone|number|contact|dob|date/.test(name);
