/** The fake beside the real gateway, the rest: searches, and all that follows a booking, are answered the same. */
import { afterBookingCases } from './conformance/cases/after-booking.ts';
import { slowBookingCases } from './conformance/cases/booking.ts';
import { searchAgain, searchCases } from './conformance/cases/search.ts';
import { compare } from './conformance/compare.ts';

compare([...searchCases, searchAgain, ...slowBookingCases, ...afterBookingCases], 20);
