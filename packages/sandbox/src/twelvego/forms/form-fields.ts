/** Building blocks of checkout forms: every kind of field 12go is known to send, as named parts. */
import type { Printer } from '../accounts.ts';
import {
  choices,
  field,
  group,
  input,
  type JsonField,
  type JsonOption,
  priced,
  regexps,
  required,
  select,
} from './field.ts';

/** What a part is built for: `key` is the token inside dynamic keys. */
export type FormContext = { readonly key: string; readonly countryCode: string; readonly printer: Printer };
type Fields = Readonly<Record<string, JsonField>>;
type Part = {
  readonly passenger?: (context: FormContext) => Fields;
  readonly trip?: (context: FormContext) => Fields;
};

const callingCodes: Readonly<Record<string, string>> = {
  TH: '+66',
  VN: '+84',
  PH: '+63',
  KH: '+855',
  MY: '+60',
  ID: '+62',
  JP: '+81',
};
const documentTypes = select('Document', choices('0=Passport', '1=National ID'), required);
const gender = select('Gender', choices('M=Male', 'F=Female'));

const pointInputs = (key: string, titles: Readonly<Record<string, string>>): Fields =>
  Object.fromEntries(
    Object.entries(titles).map(([part, title]) => [`points[${key}][${part}]`, input(title)]),
  );

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
      'contact[mobile]': input('Mobile phone', {
        ...required,
        ...regexps('mobile'),
        data: {
          novalidate: false,
          country_codes: [{ code: countryCode, prefix: callingCodes[countryCode] ?? '+1' }],
        },
      }),
      'contact[email]': input('E-mail', { ...required, ...regexps('email') }),
    }),
  },
  names: {
    passenger: () => ({
      first_name: input('First name', { ...required, ...regexps('name') }),
      last_name: input('Last name', { ...required, ...regexps('name') }),
    }),
  },
  middle_name: { passenger: () => ({ middle_name: input('Middle name', regexps('name')) }) },
  cyrillic: {
    passenger: () => ({ middle_name: input('Patronymic', regexps('cyrillicName', 'latinName')) }),
  },
  title: { passenger: () => ({ title: select('Title', choices('mr=Mr', 'ms=Ms'), required) }) },
  gender: { passenger: () => ({ gender }) },
  dob: { passenger: () => ({ dob: field('date', 'Date of birth', required) }) },
  country: {
    passenger: () => ({
      country_id: select(
        'Nationality',
        [
          group('Popular', choices('VN=Vietnam', 'AU=Australia')),
          group('All', choices('AR=Argentina', 'VN=Vietnam')),
        ],
        required,
      ),
    }),
  },
  id: {
    passenger: () => ({
      id_type: documentTypes,
      id_no: input('Document number', { ...required, ...regexps('documentNumber') }),
    }),
  },
  documents: {
    passenger: () => ({
      id_type: documentTypes,
      id_no: input('Document number', { ...required, ...regexps('documentNumber') }),
      id_issue_date: field('date', 'Issued on'),
      id_exp_date: field('date', 'Valid until'),
    }),
  },
  visa: {
    passenger: () => ({
      visa_type: select('Visa', choices('none=No visa', 'tourist=Tourist visa')),
      visa_reason: input('Purpose of travel'),
    }),
  },
  file: { passenger: () => ({ id_scan: field('file', 'Scan of the document') }) },
  child: { passenger: () => ({ is_child: { title: 'Child' } }) },
  seat_type: {
    passenger: () => ({ seattype_code: select('Berth', choices('U=Upper', 'L=Lower')) }),
  },
  odd_patterns: {
    passenger: () => ({
      id_no: input('Document number', { ...required, ...regexps('possessive', 'documentNumber') }),
      title: input('Salutation', regexps('uncompilable')),
      visa_reason: input('Reference', regexps('escapedDelimiters')),
    }),
  },
  baggage: {
    passenger: ({ key, printer }) => ({
      [`baggage_${key}`]: select('Baggage', [
        priced({ value: 'none', text: 'Carry-on only' }, printer.price(0)),
        priced({ value: '15kg', text: '15 kg checked' }, printer.price(120_00)),
      ]),
    }),
  },
  pickup: {
    trip: (context) => ({
      [`points[${context.key}][pickup]`]: select('Pickup point', pickups(context), required),
      [`points[${context.key}][pickup_text]`]: input('Hotel name and address'),
    }),
  },
  dropoff: {
    trip: ({ key }) => ({
      [`points[${key}][dropoff]`]: select('Drop-off point', [
        group('Piers', choices('asp=Ao Sapparot Pier')),
        group('Beaches', choices('wsb=White Sand Beach')),
      ]),
      [`points[${key}][dropoff_text]`]: input('Drop-off address'),
    }),
  },
  flight: {
    trip: ({ key }) => ({
      ...pointInputs(key, {
        flight_no: 'Flight number',
        airline: 'Airline',
        flight_arr_time: 'Flight arrival time',
      }),
      [`points[${key}][flight_dep_time]`]: input('Flight departure time', { disabled: true }),
    }),
  },
  points: {
    trip: ({ key }) => ({
      ...pointInputs(key, { current_city: 'Current city', car_number: 'Car number', address: 'Address' }),
      ...pointInputs(key, {
        additional_information: 'Additional information',
        drop_off_point: 'Drop-off point',
      }),
      [`points[${key}][number_luggage]`]: select('Pieces of luggage', choices('0=None', '1=One')),
      [`points[${key}][point]`]: input('Pickup point', { is_visible: false }),
    }),
  },
  delivery: {
    trip: ({ key }) => ({
      [`delivery[${key}]`]: select(
        'Ticket delivery',
        choices('office=Collect at pier office', 'hotel=Hotel delivery'),
      ),
      [`delivery[${key}][address]`]: input('Hotel address'),
      [`delivery[${key}][hotel_checkin_date]`]: field('date', 'Check-in date'),
    }),
  },
  terms: {
    trip: () => ({
      'misc[terms]': field('checkbox', 'I accept the terms of carriage', required),
      'misc[cancelation_policy]': field('checkbox', 'I know the refund rules'),
    }),
  },
  unknown: {
    trip: () => ({
      'locker[code]': input('Locker code', required),
      'locker[colour]': input('Locker colour'),
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
