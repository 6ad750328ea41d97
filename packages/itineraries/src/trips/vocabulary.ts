/** The words 12go and partners use for the same thing: vehicle, ticket and confirmation types, durations, minutes. */
import type { ConfirmationType, TicketType, TransportationType } from '@partner-gateway/contract';

/** What becomes of 12go's `charter`: assumed to be a van, or left unrecognised. */
export type CharterMode = 'Van' | 'drop';

const vehicleTypes: ReadonlyMap<string, TransportationType> = new Map([
  ['bus', 'Bus'],
  ['van', 'Van'],
  ['ferry', 'Ferry'],
  ['train', 'Train'],
  ['avia', 'Airplane'],
]);

const vehicleTypeOf = (word: string, charter: CharterMode): TransportationType | undefined =>
  word === 'charter' && charter === 'Van' ? 'Van' : vehicleTypes.get(word);

/** The first recognised of a segment's vehicle classes, or undefined when none is. */
export const toTransportationType = (
  vehicleClasses: readonly string[],
  charter: CharterMode,
): TransportationType | undefined => {
  for (const word of vehicleClasses) {
    const type = vehicleTypeOf(word.toLowerCase(), charter);
    if (type !== undefined) return type;
  }
  return undefined;
};

const ticketTypes: ReadonlyMap<string, TicketType> = new Map([
  ['eticket', 'ShowOnScreen'],
  ['show_on_screen', 'ShowOnScreen'],
  ['pickup', 'PickUp'],
  ['pick_up', 'PickUp'],
  ['paper', 'PaperTicket'],
  ['printed', 'PaperTicket'],
]);

/** The partner's word for a ticket type; undefined leaves the key out. */
export const toTicketType = (word: string): TicketType | undefined => ticketTypes.get(word.toLowerCase());

/** Only a wait of exactly 0 minutes is a promise of instant confirmation. */
export const toConfirmationType = (confirmationMinutes: number | null): ConfirmationType =>
  confirmationMinutes === 0 ? 'Instant' : 'Pending';

/**
 * Whole minutes, from 0 up, as an ISO 8601 duration: hours never rolled into days, zero parts dropped.
 *
 * @example
 * toDuration(315); // 'PT5H15M'
 * toDuration(0); // 'PT0M'
 */
export const toDuration = (minutes: number): string => {
  const rest = minutes % 60;
  const hours = (minutes - rest) / 60;
  if (hours === 0) return `PT${rest}M`;
  return rest === 0 ? `PT${hours}H` : `PT${hours}H${rest}M`;
};

/** `YYYY-MM-DDTHH:MM` of a local time: partners see no seconds in search. */
export const toLocalMinute = (time: string): string => time.slice(0, 16);
