/** 12go's checkout form as the schema that partners fill in, and what they filled in as 12go's form again. */
export { judgeBookingData, readChoices, withEveryPassenger } from './booking-data.ts';
export { type BookingForm, readBookingForm } from './booking-form.ts';
export { toBookingSchema, toExtras } from './booking-schema.ts';
export { seatCountMistake, toFieldErrors } from './field-errors.ts';
export { toReserveForm } from './reserve-form.ts';
export {
  type ChosenData,
  chosenSurcharges,
  type PricedChoice,
  type SeatHolds,
  type SurchargePricing,
  seatSurcharges,
  withoutHeldSeats,
} from './surcharges.ts';
