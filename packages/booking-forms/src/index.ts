/** 12go's checkout form as the schema that partners fill in, and what they filled in as 12go's form again. */
export { judgeBookingData } from './booking-data.ts';
export { type BookingForm, readBookingForm } from './booking-form.ts';
export { toBookingSchema } from './booking-schema.ts';
export { seatCountMistake, toFieldErrors } from './field-errors.ts';
export { toExtras } from './offers.ts';
export { toReserveForm } from './reserve-form.ts';
export { type SeatHolds, withoutHeldSeats } from './seat-map.ts';
export { readChoices, withEveryPassenger } from './sent-data.ts';
export {
  type ChosenData,
  chosenSurcharges,
  type PricedChoice,
  type SurchargePricing,
  seatSurcharges,
} from './surcharges.ts';
