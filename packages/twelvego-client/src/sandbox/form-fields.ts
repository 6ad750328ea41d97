/** Building blocks of checkout forms: every kind of field 12go is known to send, as named parts. */
import type { Printer } from './money.ts';

/** A field as 12go sends it, without its name. */
export type JsonField = Readonly<Record<string, unknown>>;
export type JsonOption = {
  readonly value: string | null;
  readonly text: string;
  readonly values?: readonly JsonOption[];
  readonly data?: { readonly price: unknown };
};

/** What a part is built for: `key` is the token inside dynamic keys. */
export type FormContext = { readonly key: string; readonly countryCode: string; readonly printer: Printer };
type Fields = Readonly<Record<string, JsonField>>;
type Part = {
  readonly passenger?: (context: FormContext) => Fields;
  readonly trip?: (context: FormContext) => Fields;
};

/** The PCRE literals in use, each with the JavaScript pattern the sandbox checks it by; null accepts anything. */
export const patterns = {
  mobile: ['/^\\+[0-9]{7,15}$/', /^\+[0-9]{7,15}$/],
  email: ['/^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$/i', /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i],
  name: ['/^[\\s\\pLA-Za-z\\x{1EA0}-\\x{1EF9}]{2,30}$/u', /^[\s\p{L}]{2,30}$/u],
  cyrillicName: ['/^[\\p{Cyrillic}\\h-]{2,30}$/u', /^[\p{Script=Cyrillic} \t-]{2,30}$/u],
  latinName: ["/\\A[A-Za-z' -]{2,30}\\z/", /^[A-Za-z' -]{2,30}$/],
  documentNumber: ['/^[A-Z0-9]{5,20}$/i', /^[A-Z0-9]{5,20}$/i],
  possessive: ['/^[A-Z]{1,2}+[0-9]{5,18}+$/', /^[A-Z]{1,2}[0-9]{5,18}$/],
  escapedDelimiters: ['\\/^[0-9]{2,4}\\-[A-Z]{1,3}$\\/u', /^[0-9]{2,4}-[A-Z]{1,3}$/],
  uncompilable: ['/^(?(DEFINE)(?<part>[a-z]+))(?&part)$/', null],
} as const satisfies Record<string, readonly [string, RegExp | null]>;

const javaScriptPatterns: ReadonlyMap<unknown, RegExp | null> = new Map(Object.values(patterns));
/** The pattern to check a PCRE literal of the sandbox by; null accepts anything. */
export const toJavaScript = (pcre: unknown): RegExp | null => javaScriptPatterns.get(pcre) ?? null;

const regexps = (...names: readonly (keyof typeof patterns)[]) => ({
  regexp: names.map((name) => patterns[name][0]),
});
const field = (type: string, title: string, required: boolean, more: JsonField = {}): JsonField => ({
  type,
  title,
  description: '',
  disabled: false,
  is_visible: true,
  required,
  ...more,
});
const input = (title: string, required = false, more: JsonField = {}) =>
  field('input', title, required, more);
const select = (title: string, required: boolean, options: readonly JsonOption[], more: JsonField = {}) =>
  field('select', title, required, { options, ...more });
const choices = (...pairs: readonly (readonly [string, string])[]): readonly JsonOption[] =>
  pairs.map(([value, text]) => ({ value, text }));
const priced = (option: JsonOption, price: unknown): JsonOption => ({ ...option, data: { price } });
const group = (text: string, values: readonly JsonOption[]): JsonOption => ({ value: null, text, values });

const callingCodes: Readonly<Record<string, string>> = {
  TH: '+66',
  VN: '+84',
  PH: '+63',
  KH: '+855',
  MY: '+60',
  ID: '+62',
  JP: '+81',
};
const documentTypes = select('Document', true, choices(['0', 'Passport'], ['1', 'National ID']));
const gender = select('Gender', false, choices(['M', 'Male'], ['F', 'Female']));

const pickups = ({ countryCode, printer }: FormContext): readonly JsonOption[] =>
  countryCode === 'VN'
    ? [
        { value: 'oldq', text: 'Old Quarter hotels' },
        priced({ value: 'myd', text: 'My Dinh bus station' }, printer.price(0)),
      ]
    : [
        { value: 'office', text: 'Company office' },
        priced({ value: 'hotel', text: 'Hotel in the centre' }, printer.price(50_00)),
      ];

const parts = {
  contact: {
    trip: ({ countryCode }) => ({
      'contact[mobile]': input('Mobile phone', true, {
        ...regexps('mobile'),
        data: {
          novalidate: false,
          country_codes: [{ code: countryCode, prefix: callingCodes[countryCode] ?? '+1' }],
        },
      }),
      'contact[email]': input('E-mail', true, regexps('email')),
    }),
  },
  names: {
    passenger: () => ({
      first_name: input('First name', true, regexps('name')),
      last_name: input('Last name', true, regexps('name')),
    }),
  },
  middle_name: { passenger: () => ({ middle_name: input('Middle name', false, regexps('name')) }) },
  cyrillic: {
    passenger: () => ({ middle_name: input('Patronymic', false, regexps('cyrillicName', 'latinName')) }),
  },
  title: { passenger: () => ({ title: select('Title', true, choices(['mr', 'Mr'], ['ms', 'Ms'])) }) },
  gender: { passenger: () => ({ gender }) },
  dob: { passenger: () => ({ dob: field('date', 'Date of birth', true) }) },
  country: {
    passenger: () => ({
      country_id: select('Nationality', true, [
        group('Popular', choices(['VN', 'Vietnam'], ['AU', 'Australia'])),
        group('All', choices(['AR', 'Argentina'], ['VN', 'Vietnam'])),
      ]),
    }),
  },
  id: {
    passenger: () => ({
      id_type: documentTypes,
      id_no: input('Document number', true, regexps('documentNumber')),
    }),
  },
  documents: {
    passenger: () => ({
      id_type: documentTypes,
      id_no: input('Document number', true, regexps('documentNumber')),
      id_issue_date: field('date', 'Issued on', false),
      id_exp_date: field('date', 'Valid until', false),
    }),
  },
  visa: {
    passenger: () => ({
      visa_type: select('Visa', false, choices(['none', 'No visa'], ['tourist', 'Tourist visa'])),
      visa_reason: input('Purpose of travel'),
    }),
  },
  file: { passenger: () => ({ id_scan: field('file', 'Scan of the document', false) }) },
  child: { passenger: () => ({ is_child: { title: 'Child' } }) },
  seat_type: {
    passenger: () => ({ seattype_code: select('Berth', false, choices(['U', 'Upper'], ['L', 'Lower'])) }),
  },
  odd_patterns: {
    passenger: () => ({
      id_no: input('Document number', true, regexps('possessive', 'documentNumber')),
      title: input('Salutation', false, regexps('uncompilable')),
      visa_reason: input('Reference', false, regexps('escapedDelimiters')),
    }),
  },
  baggage: {
    passenger: ({ key, printer }) => ({
      [`baggage_${key}`]: select('Baggage', false, [
        priced({ value: 'none', text: 'Carry-on only' }, printer.price(0)),
        priced({ value: '15kg', text: '15 kg checked' }, printer.price(120_00)),
      ]),
    }),
  },
  pickup: {
    trip: (context) => ({
      [`points[${context.key}][pickup]`]: select('Pickup point', true, pickups(context)),
      [`points[${context.key}][pickup_text]`]: input('Hotel name and address'),
    }),
  },
  dropoff: {
    trip: ({ key }) => ({
      [`points[${key}][dropoff]`]: select('Drop-off point', false, [
        group('Piers', choices(['asp', 'Ao Sapparot Pier'])),
        group('Beaches', choices(['wsb', 'White Sand Beach'])),
      ]),
      [`points[${key}][dropoff_text]`]: input('Drop-off address'),
    }),
  },
  flight: {
    trip: ({ key }) => ({
      [`points[${key}][flight_no]`]: input('Flight number'),
      [`points[${key}][airline]`]: input('Airline'),
      [`points[${key}][flight_arr_time]`]: input('Flight arrival time'),
      [`points[${key}][flight_dep_time]`]: input('Flight departure time', false, { disabled: true }),
    }),
  },
  points: {
    trip: ({ key }) => ({
      [`points[${key}][current_city]`]: input('Current city'),
      [`points[${key}][car_number]`]: input('Car number'),
      [`points[${key}][number_luggage]`]: select(
        'Pieces of luggage',
        false,
        choices(['0', 'None'], ['1', 'One'], ['2', 'Two']),
      ),
      [`points[${key}][address]`]: input('Address'),
      [`points[${key}][additional_information]`]: input('Additional information'),
      [`points[${key}][drop_off_point]`]: input('Drop-off point'),
      [`points[${key}][point]`]: input('Pickup point', false, { is_visible: false }),
    }),
  },
  delivery: {
    trip: ({ key }) => ({
      [`delivery[${key}]`]: select(
        'Ticket delivery',
        false,
        choices(['office', 'Collect at pier office'], ['hotel', 'Hotel delivery']),
      ),
      [`delivery[${key}][address]`]: input('Hotel address'),
      [`delivery[${key}][hotel_checkin_date]`]: field('date', 'Check-in date', false),
    }),
  },
  terms: {
    trip: () => ({
      'misc[terms]': field('checkbox', 'I accept the terms of carriage', true),
      'misc[cancelation_policy]': field('checkbox', 'I know the refund rules', false),
    }),
  },
  unknown: {
    trip: () => ({
      'locker[code]': input('Locker code', true),
      'locker[colour]': input('Locker colour', false),
    }),
  },
} as const satisfies Record<string, Part>;

/** A named part of a form. */
export type FormPart = keyof typeof parts;

/** The fields a part adds for each passenger, by the name inside `passenger[i][…]`. */
export const passengerFields = (part: FormPart, context: FormContext): Fields =>
  (parts[part] as Part).passenger?.(context) ?? {};
/** The fields a part adds once, by full key. */
export const tripFields = (part: FormPart, context: FormContext): Fields =>
  (parts[part] as Part).trip?.(context) ?? {};
