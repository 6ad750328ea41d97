/** What an operator may change about calls of 12go, for a while: how long they take, and how many searches go on at once. */
import { z } from 'zod';
import { secondSchema } from '../formats.ts';

const timeoutMs = z.int().min(500).max(60_000);

const calls = 'search, trip, cart, checkout, booking, refund_options, reserve, confirm and refund';

/** What is no plain name, such as a key, is not repeated. */
const plain = (name: unknown): string => (/^[\w.-]{1,40}$/.test(String(name)) ? String(name) : '(odd name)');

/** A name that is not known must not look as if it had changed something; the words say which there are. */
const knowing = ({ code, keys }: { readonly code: string; readonly keys?: unknown }): string | undefined =>
  code === 'unrecognized_keys'
    ? `has ${[keys].flat().map(plain).join(', ')}, which is not known; the calls are ${calls}`
    : undefined;

/** By the names that metrics have for the calls. */
const timeoutsSchema = z
  .strictObject(
    {
      search: timeoutMs.optional(),
      trip: timeoutMs.optional(),
      cart: timeoutMs.optional(),
      checkout: timeoutMs.optional(),
      booking: timeoutMs.optional(),
      refund_options: timeoutMs.optional(),
      reserve: timeoutMs.optional(),
      confirm: timeoutMs.optional(),
      refund: timeoutMs.optional(),
    },
    { error: knowing },
  )
  .describe('Milliseconds of a whole call, with its retry.');

const searchConnections = z.int().min(1).max(995).describe('Searches of 12go at a time.');

/** Request of the change; what is left out is as the settings have it. */
export const upstreamLimitsRequestSchema = z
  .strictObject({
    timeouts_ms: timeoutsSchema.optional(),
    search_connections: searchConnections.optional(),
    expires_in_seconds: z.int().min(1).max(86_400).describe('The settings count again after so long.'),
    reason: z.string().trim().min(3).max(200).describe('Goes into the log with the operator’s name.'),
  })
  .meta({ id: 'UpstreamLimitsRequest' });

/** The limits of the instance that answers. */
export const upstreamLimitsSchema = z
  .object({
    timeouts_ms: z
      .record(z.string(), z.int())
      .describe('Milliseconds of a whole call, by its name in metrics.'),
    search_connections: z.int(),
    connections: z.int().describe('Calls at a time, searches among them.'),
    changed_until: secondSchema.nullable().describe('UTC. When the settings count again; null: they do.'),
  })
  .meta({ id: 'UpstreamLimits' });

export type UpstreamLimitsRequest = z.output<typeof upstreamLimitsRequestSchema>;
export type UpstreamLimits = z.output<typeof upstreamLimitsSchema>;
