/** Every incident, in the order of its number. */
import type { Incident } from './incident.ts';
import { bookingIncidents } from './incidents/bookings.ts';
import { requestIncidents } from './incidents/requests.ts';
import { reserveIncidents } from './incidents/reserves.ts';
import { surroundingIncidents } from './incidents/surroundings.ts';

export const incidents: readonly Incident[] = [
  ...reserveIncidents,
  ...bookingIncidents,
  ...requestIncidents,
  ...surroundingIncidents,
].toSorted((one, two) => one.row - two.row);
