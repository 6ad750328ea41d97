/** What each key of 12go's checkout form stands for, told from its bracket notation in a fixed order of tests. */

/** Where a partner sets a field: at the top of `booking_data`, in each passenger, or under `additional_fields`. */
export type FieldPlace = 'booking' | 'passenger' | 'additional';

/**
 * The reading of one key. `name` is the partner's name before collisions are resolved. An `unknown` key is only
 * offered when 12go requires it; `perPassenger` says it stands in the template of the first passenger.
 */
export type FormKey =
  | { readonly is: 'field'; readonly place: FieldPlace; readonly name: string }
  | { readonly is: 'unknown'; readonly name: string; readonly perPassenger: boolean }
  | { readonly is: 'consent'; readonly name: string }
  | { readonly is: 'passenger_count' }
  | { readonly is: 'repeated_passenger' };

const passengerNames: ReadonlyMap<string, string> = new Map([
  ...[
    'first_name',
    'last_name',
    'middle_name',
    'title',
    'gender',
    'dob',
    'country_id',
    'nationality',
    'residency',
    'id_type',
    'id_issue_date',
    'id_scan',
    'is_child',
    'visa_type',
    'visa_reason',
  ].map((name) => [name, name] as const),
  ['id_no', 'id_number'],
  ['id_exp_date', 'id_expiry_date'],
  ['seattype_code', 'seat_type_code'],
]);

const repeatedPassenger = /^passenger\[[1-9]\d*\]/;
const passengerTemplate = /^passenger\[0\]/;
const plainToken = /^[A-Za-z0-9]+$/;
const tripKey = /^[A-Z]{2}[0-9A-Za-z]{22}$/;

const field = (place: FieldPlace, name: string): FormKey => ({ is: 'field', place, name });

/**
 * Reads one key; `tokens` are the trip tokens of the form (see {@link tripTokens}).
 *
 * @example
 * ```ts
 * readFormKey('points[VN0fSc0fY87jib04V0pW41sL][pickup]', new Set());
 * // { is: 'field', place: 'additional', name: 'points_pickup' }
 * ```
 */
export const readFormKey = (key: string, tokens: ReadonlySet<string>): FormKey => {
  if (key === 'contact[email]') return field('booking', 'email');
  if (key === 'contact[mobile]') return field('booking', 'mobile_phone');
  if (key === 'seats') return { is: 'passenger_count' };
  if (repeatedPassenger.test(key)) return { is: 'repeated_passenger' };
  const parts = splitKey(key);
  return readPassengerKey(key, parts) ?? readDynamicKey(key, parts) ?? readUnknownKey(key, parts, tokens);
};

/** The parts of a key between its brackets: `points[t][pickup]` is `points`, `t`, `pickup`. */
const splitKey = (key: string): readonly string[] => key.split(/[[\]]/).filter((part) => part !== '');

const readPassengerKey = (key: string, parts: readonly string[]): FormKey | undefined => {
  if (!passengerTemplate.test(key)) return undefined;
  const name = parts.length === 3 ? passengerNames.get(parts[2] ?? '') : undefined;
  return name === undefined ? undefined : field('passenger', name);
};

/** The order matters: the switch of automatic seats looks like a seat choice too. */
const readDynamicKey = (key: string, parts: readonly string[]): FormKey | undefined => {
  if (key.startsWith('selected_seats_')) {
    const automatic = key.endsWith('_allow_auto');
    return field('booking', automatic ? 'allow_automatic_seat_selection' : 'seat_selection');
  }
  if (passengerTemplate.test(key) && key.includes('[baggage_')) return field('passenger', 'baggage_option');
  if (key.startsWith('points[') && parts.length > 2)
    return field('additional', `points_${parts.at(-1)}`.toLowerCase());
  if (key.startsWith('delivery')) return field('additional', join(withoutToken(parts)));
  return undefined;
};

const withoutToken = (parts: readonly string[]): readonly string[] =>
  parts.filter((part, index) => index !== 1 || !plainToken.test(part));

const readUnknownKey = (key: string, parts: readonly string[], tokens: ReadonlySet<string>): FormKey => {
  const perPassenger = passengerTemplate.test(key) && parts.length > 2;
  const own = (perPassenger ? parts.slice(2) : parts).map((part) => dropToken(part, tokens));
  const name = join(own.filter((part) => part !== '')) || 'field';
  if (key.startsWith('misc[')) return { is: 'consent', name };
  return { is: 'unknown', name, perPassenger };
};

const dropToken = (part: string, tokens: ReadonlySet<string>): string => {
  if (tokens.has(part)) return '';
  const kept = part.split('_').filter((word) => !tokens.has(word) && !tripKey.test(word));
  return kept.length === part.split('_').length ? part : kept.join('_');
};

const join = (parts: readonly string[]): string => safeName(parts.join('_').toLowerCase());

/** A name that every object inherits, such as `constructor`, could not be sent: parsers refuse it. */
const safeName = (name: string): string => (name in Object.prototype ? `field_${name}` : name);

const tokenHolder = /(?:^points\[|^delivery\[|^selected_seats_|\[baggage_)(?<token>[A-Za-z0-9]+)/;

/** The trip tokens that the form's dynamic keys carry, so that they can be taken out of unknown keys as well. */
export const tripTokens = (keys: Iterable<string>): ReadonlySet<string> => {
  const tokens = new Set<string>();
  for (const key of keys) {
    const token = tokenHolder.exec(key)?.groups?.token;
    if (token !== undefined) tokens.add(token);
  }
  return tokens;
};
