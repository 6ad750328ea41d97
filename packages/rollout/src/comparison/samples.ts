/** A difference as it may be shown and kept: values of fields that hold nothing of a person, and of others only their kind. */
import type { Difference } from './compare.ts';
import type { Leaf } from './normalise.ts';

/** Fields of the contract whose values are no person's. */
const plain =
  /(?:^|\.)(?:amount|cost|currency|price_type|percent|percentage|from|status|ticket_type|confirmation_type|connection_guaranteed|number_of_available_seats|number_available_seats|from_station|to_station|departure_time|arrival_time|travel_duration|operating_carrier_id|seat_class_id|vehicle|transportation_types\.\d+|passenger_count|integration|TransportationType|Id)$/;

const textMax = 80;

const shown = (path: string, value: Leaf): string => {
  if (value === null) return '–';
  if ((typeof value === 'number' && path === '') || plain.test(path)) return String(value).slice(0, textMax);
  if (value === 'JSON' || value === 'no JSON') return value;
  return typeof value === 'string' ? `text of ${value.length}` : typeof value;
};

/** A difference to look at. */
export type Sample = {
  readonly kind: Difference['kind'];
  readonly path: string;
  readonly row: string;
  readonly old: string;
  readonly new: string;
};

/** Makes a sample of a difference, without personal data. */
export const sampleOf = ({ kind, path, row, old, new: fresh }: Difference): Sample => ({
  kind,
  path,
  row: row.slice(0, 2 * textMax),
  old: shown(path, old),
  new: shown(path, fresh),
});

/** Indexes are left out, so that the same difference of many rows is one. */
export const pathKindOf = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, '[]');
