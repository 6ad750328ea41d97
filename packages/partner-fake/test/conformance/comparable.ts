/** An answer without what may differ between two gateways that agree: ids, moments, addresses, and sentences for people. */
import type { Answer } from './answer.ts';

export type Trace = {
  readonly what: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly faults: readonly string[];
};

const told = [
  'content-type',
  'x-outcome',
  'idempotent-replayed',
  'retry-after',
  'location',
  'allow',
  'www-authenticate',
  'x-recheck',
  'x-ignored',
  'x-correlation-id',
  'x-request-id',
  'x-api-experiment',
];
/** Of these only that they are there. */
const present = ['ratelimit', 'ratelimit-policy'];

const plain = (text: string): string =>
  text
    .replace(/BK-\d+-\w+/g, '(booking)')
    .replace(/\bk1\.[\w-]+/g, '(token)')
    .replace(/^https?:\/\/[^/]+(?=\/problems)/, '(base)')
    // Made where the request could not be read.
    .replace(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, '(made)');

type Told = { readonly isTimed?: boolean };

const headersOf = ({ headers, body }: Answer, { isTimed = false }: Told): Record<string, string> => {
  const untold = isTimed ? [...present, 'retry-after'] : present;
  const entries = [
    ...told
      .filter((name) => !untold.includes(name))
      // What an empty body would be is nobody's promise.
      .filter((name) => body !== undefined || name !== 'content-type')
      .map((name) => [name, headers.get(name)] as const),
    ...untold.map((name) => [name, headers.has(name) ? '(there)' : null] as const),
  ];
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === null ? [] : [[name, plain(value)] as const])),
  );
};

/** Members whose texts are each side's own. */
const own =
  /^(?:id|booking_token|booking_id|integration_booking_id|operator_booking_id|voucher_url|ticket_url|refund_option|next|(?:created|updated|occurred|expires)_at|detail|instance|type_url|held_until|uptime_seconds|version)$/;
/** Members that are not compared: how a pattern is written and what depends on it, and what a service is made of. */
const left = ['pattern', 'maxLength', 'checks'];

const bare = (value: unknown, name = ''): unknown => {
  if (typeof value === 'string') return own.test(name) ? '(own)' : plain(value);
  if (typeof value === 'number') return own.test(name) ? '(own)' : value;
  if (Array.isArray(value)) {
    const items = value.map((item) => bare(item, name));
    // In which order faults are told is nobody's promise.
    return name === 'fields' || name === 'problems' || name === 'required'
      ? items.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
      : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([key]) => !left.includes(key));
  return Object.fromEntries(members.map(([key, item]) => [key, bare(item, key)]));
};

/** What is compared. */
export const comparable = (answer: Answer, told: Told = {}): Omit<Trace, 'what' | 'faults'> => ({
  status: answer.status,
  headers: headersOf(answer, told),
  body: bare(answer.body),
});
