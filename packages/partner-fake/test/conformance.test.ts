/** The fake beside the real gateway, the quick part: seats, quotes, creates and their keys are answered the same. */
import { bookingCases } from './conformance/cases/booking.ts';
import { compare } from './conformance/compare.ts';

compare(bookingCases, 20);
