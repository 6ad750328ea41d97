/** The booking funnel in calling order: quote, create, confirm, details, ticket, cancel, incomplete results (contract §8–§13). */
import { z } from 'zod';
import { bookingWriteHeaders, partnerHeaders } from '../headers.ts';
import { metadata } from '../metadata.ts';
import { bookingSchema, createBookingRequestSchema, ticketSchema } from '../schemas/booking.ts';
import { cancelRequestSchema, cancelResponseSchema } from '../schemas/cancellation.ts';
import { quoteRequestSchema, quoteSchema } from '../schemas/quote.ts';
import { bookingParams, c, clientParams, incompleteResultParams, problems } from './route-kit.ts';

const quoteBooking = {
  method: 'POST',
  path: '/v1/:client_id/bookings/quote',
  summary: 'Quote',
  description:
    'Tells what create would cost and all that it would refuse, for booking data that may still be incomplete. Books nothing, holds nothing, and can be asked as often as the choices change.',
  pathParams: clientParams,
  headers: partnerHeaders,
  body: quoteRequestSchema,
  responses: { 200: quoteSchema, ...problems(404, 409, 413, 415, 422) },
  metadata: metadata({
    endpoint: 'quote_booking',
    auth: 'partner',
    cost: 'booking',
    readOnly: true,
    unknownMembers: 'misspelt',
    aliases: ['/:client_id/bookings/quote'],
  }),
} as const;

const createBooking = {
  method: 'POST',
  path: '/v1/:client_id/bookings',
  summary: 'Create booking',
  description:
    'Reserves. Send an `Idempotency-Key`: with it the same request can be repeated whatever became of the first one, and is executed once. 202 with `Location` and `Retry-After` when the supplier has not answered in 15 s: poll the incomplete result. The gateway never repeats a reserve on its own.',
  pathParams: clientParams,
  headers: bookingWriteHeaders,
  body: createBookingRequestSchema,
  responses: { 200: bookingSchema, 202: c.noBody(), ...problems(402, 404, 409, 413, 415, 422) },
  metadata: metadata({
    endpoint: 'create_booking',
    auth: 'partner',
    cost: 'booking',
    unknownMembers: 'misspelt',
    idempotent: true,
    aliases: ['/:client_id/bookings'],
  }),
} as const;

const confirm = {
  path: '/v1/:client_id/bookings/:booking_id/confirm',
  pathParams: bookingParams,
  headers: bookingWriteHeaders,
  body: z.unknown().meta({ noBody: true }),
  responses: { 200: bookingSchema, 202: c.noBody(), ...problems(402, 404, 409, 413, 415, 422) },
  metadata: metadata({
    endpoint: 'confirm_booking',
    auth: 'partner',
    cost: 'booking',
    unknownMembers: 'misspelt',
    idempotent: true,
    aliases: ['/:client_id/bookings/:booking_id/confirm'],
  }),
} as const;

const confirmBooking = {
  ...confirm,
  method: 'POST',
  summary: 'Confirm',
  description:
    'Confirms a reserved booking. The answer is `approved`, or `pending` while the supplier decides; 202 as on create.',
} as const;

const confirmBookingByPut = {
  ...confirm,
  method: 'PUT',
  summary: 'Confirm (PUT)',
  description: 'The same as POST.',
} as const;

const getBooking = {
  method: 'GET',
  path: '/v1/:client_id/bookings/:booking_id',
  summary: 'Booking details',
  description: 'Read live from the supplier.',
  pathParams: bookingParams,
  headers: partnerHeaders,
  responses: { 200: bookingSchema, ...problems(404) },
  metadata: metadata({
    endpoint: 'booking_details',
    auth: 'partner',
    cost: 'booking',
    copyable: true,
    aliases: ['/:client_id/bookings/:booking_id'],
  }),
} as const;

const getTicket = {
  method: 'GET',
  path: '/v1/:client_id/bookings/:booking_id/ticket',
  summary: 'Ticket',
  description:
    'The ticket’s URL. 202 with `Retry-After: 10` while the booking is confirmed but the ticket not issued.',
  pathParams: bookingParams,
  headers: partnerHeaders,
  responses: { 200: ticketSchema, 202: c.noBody(), ...problems(404, 405) },
  metadata: metadata({
    endpoint: 'ticket',
    auth: 'partner',
    cost: 'booking',
    copyable: true,
    aliases: ['/:client_id/bookings/:booking_id/ticket'],
  }),
} as const;

const cancelBooking = {
  method: 'POST',
  path: '/v1/:client_id/bookings/:booking_id/cancel',
  summary: 'Cancel',
  description:
    '`preview` lists the options and changes nothing; `refund_option` cancels with one of them. Without a body: by client setting, cancels with the largest refund, which cannot be undone, or lists the options.',
  pathParams: bookingParams,
  headers: bookingWriteHeaders,
  body: z.preprocess((body) => body ?? {}, cancelRequestSchema).optional(),
  responses: { 200: cancelResponseSchema, ...problems(404, 409, 413, 415, 422) },
  metadata: metadata({
    endpoint: 'cancel_booking',
    auth: 'partner',
    cost: 'booking',
    unknownMembers: 'refused',
    idempotent: true,
    aliases: ['/:client_id/bookings/:booking_id/cancel'],
  }),
} as const;

const getIncompleteResult = {
  method: 'GET',
  path: '/v1/:client_id/incomplete_results/:incomplete_results_id',
  summary: 'Incomplete result',
  description:
    'The answer of a create or confirm that was answered 202: 200 with the booking, 202 while it is still running, or the error of the original call. Poll at about 2 s, 3 s, 5 s, then every 5 s. Most settle within seconds. One that did not happen is known after two minutes, because only then nothing can execute late; one that no read can tell stays 202 for 15 minutes.',
  pathParams: incompleteResultParams,
  headers: partnerHeaders,
  responses: { 200: bookingSchema, 202: c.noBody(), ...problems(402, 404, 409, 422) },
  metadata: metadata({
    endpoint: 'incomplete_results',
    auth: 'partner',
    cost: 'poll',
    aliases: [
      '/:client_id/incomplete_results/:incomplete_results_id',
      '/incomplete_results/:incomplete_results_id',
    ],
  }),
} as const;

/** The booking funnel. */
export const bookingRoutes = c.router({
  quoteBooking,
  createBooking,
  confirmBooking,
  confirmBookingByPut,
  getBooking,
  getTicket,
  cancelBooking,
  getIncompleteResult,
});
