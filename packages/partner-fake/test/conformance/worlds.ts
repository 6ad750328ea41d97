/** Every case, by the gateway that it needs. */
import { afterBookingCases } from './cases/after-booking.ts';
import { bookingCases, slowBookingCases } from './cases/booking.ts';
import { besideLateRequest } from './cases/late.ts';
import { bounded, limitCases, narrow, overloadCases } from './cases/limits.ts';
import { neighbourCases, unready, unreadyCases } from './cases/neighbours.ts';
import { impatient, outcomeCases } from './cases/outcomes.ts';
import { keeping, keptCases, searchAgain, searchCases } from './cases/search.ts';
import { beginStores, endStores, storeCases } from './cases/stores.ts';
import { supplierCases } from './cases/supplier.ts';
import type { World } from './compare.ts';

/** Of a gateway as it stands, and soon over. */
export const quickWorld: World = { name: 'bookings', cases: bookingCases };

export const slowWorlds: readonly World[] = [
  {
    name: 'searches, what follows a booking, and what is refused',
    cases: [
      ...searchCases,
      searchAgain,
      ...slowBookingCases,
      ...afterBookingCases,
      ...supplierCases,
      ...neighbourCases,
    ],
  },
  { name: 'no tables yet', cases: unreadyCases, begin: () => unready },
  { name: 'answers that are kept', cases: keptCases, begin: () => keeping },
  { name: 'open outcomes', cases: outcomeCases, begin: () => impatient },
  { name: 'limits of a client', cases: limitCases, begin: () => bounded },
  { name: 'too much at a time', cases: overloadCases, begin: () => narrow },
  { name: 'stores', cases: besideLateRequest(storeCases), begin: beginStores, end: endStores },
];
