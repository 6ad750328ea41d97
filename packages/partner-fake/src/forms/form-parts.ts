/** What the trips ask of those who book, part by part: the fields of a passenger, and those of the booking. */
import { nameOf, phoneOf } from './meant.ts';

export type Choice = {
  readonly value: string;
  readonly title: string;
  /** What the supplier asks for it on top, in hundredths. */
  readonly supplierCents?: bigint;
};

/** A question of a form. */
export type Field = {
  readonly name: string;
  readonly title: string;
  readonly isRequired?: boolean;
  readonly type: 'text' | 'choice' | 'date' | 'yes_no';
  readonly pattern?: string;
  /** How people may write it. */
  readonly tidied?: (text: string) => string;
  readonly choices?: readonly Choice[];
  /** What fits, in words; told when something does not. */
  readonly hint?: string;
  /** What a priced choice is called in a quote. */
  readonly lineKind?: 'baggage' | 'pick_up' | 'drop_off' | 'delivery';
};

const required = { isRequired: true } as const;
const namePattern = '^[^!-@\\[-`\\{-~]{2,30}$';
const nameHint = '2 to 30 letters or spaces, for example Anna Maria';
const dateHint = 'a date as YYYY-MM-DD, for example 1990-05-31';
const datePattern = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';

/** Asked of every booking. */
export const contact: readonly Field[] = [
  {
    name: 'email',
    title: 'E-mail',
    type: 'text',
    ...required,
    pattern: '^[^ @]+@[^ @]+\\.[A-Za-z]{2,}$',
    hint: 'an e-mail address, for example anna@example.com',
  },
  {
    name: 'mobile_phone',
    title: 'Mobile phone',
    type: 'text',
    ...required,
    pattern: '^\\+[0-9]{7,15}$',
    tidied: phoneOf,
    hint: 'with country code, for example +66811234567',
  },
];

const countries: readonly Choice[] = [
  { value: 'VN', title: 'Vietnam' },
  { value: 'AU', title: 'Australia' },
  { value: 'AR', title: 'Argentina' },
];

type Part = { readonly passenger?: readonly Field[]; readonly booking?: readonly Field[] };

const pickup = (choices: readonly Choice[]): Part => ({
  booking: [
    {
      name: 'points_pickup',
      title: 'Pickup point',
      type: 'choice',
      ...required,
      choices,
      lineKind: 'pick_up',
    },
    { name: 'points_pickup_text', title: 'Hotel name and address', type: 'text' },
  ],
});

const nameField = (name: string, title: string): Field => ({
  name,
  title,
  type: 'text',
  ...required,
  pattern: namePattern,
  tidied: nameOf,
  hint: nameHint,
});

const dayField = (name: string, title: string): Field => ({
  name,
  title,
  type: 'date',
  pattern: datePattern,
  hint: dateHint,
});

const parts = {
  names: { passenger: [nameField('first_name', 'First name'), nameField('last_name', 'Last name')] },
  country: {
    passenger: [
      { name: 'country_id', title: 'Nationality', type: 'choice', ...required, choices: countries },
    ],
  },
  gender: {
    passenger: [
      {
        name: 'gender',
        title: 'Gender',
        type: 'choice',
        choices: [
          { value: 'M', title: 'Male' },
          { value: 'F', title: 'Female' },
        ],
      },
    ],
  },
  document: {
    passenger: [
      {
        name: 'id_type',
        title: 'Document',
        type: 'choice',
        ...required,
        choices: [
          { value: '0', title: 'Passport' },
          { value: '1', title: 'National ID' },
        ],
      },
      {
        name: 'id_number',
        title: 'Document number',
        type: 'text',
        ...required,
        pattern: '^[0-9A-Za-z]{5,20}$',
        hint: '5 to 20 letters A to Z or digits, for example AB1234567',
      },
      { ...dayField('dob', 'Date of birth'), ...required },
      { name: 'is_child', title: 'Child', type: 'yes_no' },
    ],
  },
  baggage: {
    passenger: [
      {
        name: 'baggage_option',
        title: 'Baggage',
        type: 'choice',
        lineKind: 'baggage',
        choices: [
          { value: 'none', title: 'Carry-on only' },
          { value: '15kg', title: '15 kg checked', supplierCents: 12_000n },
        ],
      },
    ],
  },
  pickup: pickup([
    { value: 'oldq', title: 'Old Quarter hotels' },
    { value: 'myd', title: 'My Dinh bus station' },
  ]),
  paid_pickup: pickup([
    { value: 'office', title: 'Company office' },
    { value: 'hotel', title: 'Hotel in the centre', supplierCents: 5_000n },
  ]),
  dropoff: {
    booking: [
      {
        name: 'points_dropoff',
        title: 'Drop-off point',
        type: 'choice',
        lineKind: 'drop_off',
        choices: [
          { value: 'asp', title: 'Ao Sapparot Pier' },
          { value: 'wsb', title: 'White Sand Beach' },
        ],
      },
      { name: 'points_dropoff_text', title: 'Drop-off address', type: 'text' },
    ],
  },
  delivery: {
    booking: [
      {
        name: 'delivery',
        title: 'Ticket delivery',
        type: 'choice',
        lineKind: 'delivery',
        choices: [
          { value: 'office', title: 'Collect at pier office' },
          { value: 'hotel', title: 'Hotel delivery' },
        ],
      },
      { name: 'delivery_address', title: 'Hotel address', type: 'text' },
      dayField('delivery_hotel_checkin_date', 'Check-in date'),
    ],
  },
} as const satisfies Record<string, Part>;

/** A part of a form. */
export type FormPart = keyof typeof parts;

const partOf = (name: FormPart): Part => parts[name];

export const passengerFields = (form: readonly FormPart[]): readonly Field[] =>
  form.flatMap((name) => partOf(name).passenger ?? []);

export const bookingFields = (form: readonly FormPart[]): readonly Field[] =>
  form.flatMap((name) => partOf(name).booking ?? []);
