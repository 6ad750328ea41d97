/** `@partner-gateway/sdk/flows`: what takes more than one call, each flow a function of a client. */
export type { PendingBooking } from '../pending-booking.ts';
export { book } from './book.ts';
export type { BookOutcome, BookProblem, BookStep, GoOn } from './book-outcome.ts';
export type { BookingClient, BookingOrder, BookOptions } from './booking-run.ts';
export { type FollowOptions, followEvents } from './follow-events.ts';
export type { FlowOptions } from './time-left.ts';
export { untilComplete } from './until-complete.ts';
export { type WaitingClient, type WaitOptions, wait } from './wait.ts';
