/** The settings of a partner: what a client file may say, checked whole. */
import { keyHashPattern } from '@partner-gateway/api-keys';
import { isIssuableClientId } from '@partner-gateway/contract';
import { isCurrency } from '@partner-gateway/pricing';
import { z } from 'zod';
import { UnusableSource } from '../errors.ts';

const decimal = z.string().regex(/^\d{1,9}(?:\.\d{1,9})?$/, 'must be a decimal number in quotes');
const currency = z.string().refine(isCurrency, 'must be an ISO 4217 code');
const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code');

const marginLimit = z.union([
  z.strictObject({ amount: decimal, currency }),
  z.strictObject({ percentage: decimal }),
]);

const contractSchema = z.strictObject({
  contract_code: z.string().min(1).max(64),
  countries: z.array(country),
  markup: z.strictObject({
    percentage: decimal,
    fixed_fee: decimal,
    fixed_fee_currency: currency,
    minimum_margin: marginLimit.optional(),
    maximum_margin: marginLimit.optional(),
  }),
  valid_from: z.iso.datetime().optional(),
  valid_until: z.iso.datetime().optional(),
});

const secretReference = z
  .string()
  .regex(/^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/, 'must be a path of plain names');

/** Those that a webhook has anyway, and those that say how a message is sent. */
const takenHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'webhook-id',
  'webhook-signature',
  'webhook-timestamp',
  'x-correlation-id',
]);
const isFreeHeader = (name: string): boolean => !takenHeaders.has(name.toLowerCase());

/** Calls a minute: the middle of what partners were given so far for searches, what they were given for bookings. */
const rateLimits = { search_per_min: 300, booking_per_min: 50, poll_per_min: 60, master_data_per_min: 120 };
/** Assumed: room for a large partner's day, and none for one that empties departures. */
const funnelLimits = { carts: 1_000, carts_per_trip: 100, unconfirmed: 200, unconfirmed_per_trip: 40 };

/** One client of the gateway. */
export const clientSettingsSchema = z.strictObject({
  client_id: z.string().refine(isIssuableClientId, 'is reserved or not a client id'),
  enabled: z.boolean().default(true),
  api_key_hashes: z.array(z.string().regex(keyHashPattern, 'must be sha256$salt$hex')).min(1),
  upstream_key_ref: secretReference,
  settlement_currency: currency.nullable().default(null),
  default_contract: z.string().min(1).max(64),
  contracts: z.array(contractSchema).min(1),
  price_mismatch_threshold_percent: decimal.default('1.0'),
  id_space: z.enum(['fuji', 'native']).default('fuji'),
  itinerary_id_mode: z.enum(['sealed', 'plain']).default('sealed'),
  station_pairs: z.enum(['by_index', 'cross_product']).default('by_index'),
  cancellation_flow: z.enum(['one_step', 'two_step']).default('one_step'),
  credit_line_check: z.boolean().default(true),
  accept_bare_booking_ids: z.boolean().default(false),
  require_idempotency_key: z.boolean().default(false),
  /** Whether members and parameters that a booking route does not know are refused instead of ignored. */
  strict_requests: z.boolean().default(false),
  rate_limits: z
    .strictObject({
      search_per_min: z.int().min(1).default(rateLimits.search_per_min),
      booking_per_min: z.int().min(1).default(rateLimits.booking_per_min),
      poll_per_min: z.int().min(1).default(rateLimits.poll_per_min),
      master_data_per_min: z.int().min(1).default(rateLimits.master_data_per_min),
    })
    .default(rateLimits),
  /** Bounds of what a client begins and does not end: carts in a cart's life, and reservations that are not confirmed. */
  funnel_limits: z
    .strictObject({
      carts: z.int().min(1).default(funnelLimits.carts),
      carts_per_trip: z.int().min(1).default(funnelLimits.carts_per_trip),
      unconfirmed: z.int().min(1).default(funnelLimits.unconfirmed),
      unconfirmed_per_trip: z.int().min(1).default(funnelLimits.unconfirmed_per_trip),
    })
    .default(funnelLimits),
  /** Most seats that the client's sessions hold locked at a time; by default what its rate limit lets it lock. */
  seat_locks_max: z.int().min(1).optional(),
  webhook: z
    .strictObject({
      url: z.string().min(1),
      auth_header: z
        .string()
        .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of a header')
        .refine(isFreeHeader, 'is a header that has its own meaning'),
      secret_ref: secretReference,
      signing_secret_ref: secretReference.optional(),
    })
    .optional(),
});

export type ClientSettings = z.output<typeof clientSettingsSchema>;

const clientFileSchema = z.strictObject({ clients: z.array(clientSettingsSchema).min(1) });

/** The client file as JSON Schema, for editors and pipelines; it cannot say what only the gateway knows, such as currencies. */
export const clientFileJsonSchema = (): Readonly<Record<string, unknown>> => ({
  ...z.toJSONSchema(clientFileSchema, { io: 'input' }),
  title: 'Client settings of the 12go Partner Gateway',
});

const repeated = (ids: readonly string[]): string[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

/**
 * Reads the content of a client file: `{ "clients": [...] }`.
 *
 * @throws UnusableSource naming every mistake by its path, never a value.
 */
export const parseClientSettings = (json: unknown): readonly ClientSettings[] => {
  const parsed = clientFileSchema.safeParse(json);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(({ path, message }) => ({
      field: path.length === 0 ? 'clients' : path.join('.'),
      message,
    }));
    throw new UnusableSource('The client settings', mistakes);
  }
  const twice = repeated(parsed.data.clients.map((client) => client.client_id));
  if (twice.length === 0) return parsed.data.clients;
  throw new UnusableSource(
    'The client settings',
    twice.map((id) => ({ field: 'clients', message: `names ${id} twice` })),
  );
};
