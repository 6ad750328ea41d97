/** Values that stand for what nobody may keep: put into every input, header, answer and error, and looked for afterwards. */

let count = 0;
/** Letters alone, so that it passes wherever a name does. */
const canary = (name: string): string => {
  count += 1;
  return `Canary${name}${String.fromCharCode(65 + (count % 26), 65 + ((count * 7) % 26), 65 + ((count * 11) % 26))}`;
};

const named = <Name extends string>(...names: readonly Name[]): Readonly<Record<Name, string>> =>
  Object.fromEntries(names.map((name) => [name, canary(name.replaceAll(/[^a-z]/g, ''))])) as Record<
    Name,
    string
  >;

const passenger = named(
  'title',
  'first_name',
  'last_name',
  'middle_name',
  'id_number',
  'seat_type_code',
  'id_type',
  'gender',
  'date_of_birth',
  'nationality',
);
const contact = { email: `${canary('mail')}@traveller.example`, mobile_phone: '+66899112233' };
const members = named('additional_fields', 'seat_selection', 'unheard_of', 'total_price');
const headers = named(
  'idempotency-key',
  'authorization',
  'cookie',
  'user-agent',
  'referer',
  'x-request-id',
  'x-api-experiment',
  'x-forwarded-host',
  'x-unheard-of',
  'x-real-ip',
);
const paths = [canary('path'), canary('way')];
const keys = named('confirm', 'cancel', 'create');
const upstream = named(
  'header',
  'page',
  'field',
  'fieldText',
  'message',
  'reason',
  'reasonText',
  'socket',
  'credit',
);

const groups = [passenger, contact, members, headers, keys, upstream];

/** By where they are put. */
export const canaries = {
  passenger,
  contact,
  members,
  headers,
  paths,
  keys,
  upstream,
  /** Every one of them. */
  all: [...groups.flatMap((group) => Object.values<string>(group)), ...paths],
} as const;
