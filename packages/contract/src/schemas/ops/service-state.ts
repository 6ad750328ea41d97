/** How an instance and what it depends on are, as the ops API tells it. */
import { z } from 'zod';
import { clientIdPattern } from '../../paths.ts';
import { dependencyCheckSchema } from '../../routes/health.ts';
import { secondSchema } from '../formats.ts';

/** How many requests of a client ended so in the last hour, of those that are kept. */
const recentSchema = z.object({
  failed: z.int(),
  empty: z.int().describe('Searches that found nothing.'),
  turned_away: z.int().describe('Wrong keys, and requests over a limit.'),
  last_code: z.string().nullable().describe('Error code of the last that failed or was turned away.'),
  last_correlation_id: z.string().nullable(),
});

/** One client, as far as it decides whether its requests can be served. */
const clientStateSchema = z
  .object({
    client_id: z.string(),
    enabled: z.boolean(),
    live_keys: z.int().describe('Keys of the partner that are not expired.'),
    next_key_expiry: z.string().nullable().describe('When the next of them expires, UTC.'),
    has_upstream_key: z.boolean(),
    recent: recentSchema.nullable().describe('Null while the journal is away.'),
  })
  .meta({ id: 'ClientState' });

/** A rate that was refused at the last refresh. */
const refusedRateSchema = z.object({ from: z.string(), to: z.string(), reason: z.string() });

/** Answer of state. */
export const serviceStateSchema = z
  .object({
    version: z.string(),
    uptime_seconds: z.number(),
    checks: z.array(dependencyCheckSchema),
    circuits_not_closed: z
      .array(z.string())
      .describe('Circuits to 12go of this instance that are not closed.'),
    limits_changed_until: secondSchema
      .nullable()
      .describe('Until when an operator changed the limits of calls, UTC.'),
    rates: z.object({ pairs: z.int(), as_of: z.string().nullable(), refused: z.array(refusedRateSchema) }),
    open_outcomes: z
      .object({ count: z.int(), oldest_seconds: z.int() })
      .nullable()
      .describe('Null while the memory of booking writes is away.'),
    clients: z.array(clientStateSchema),
    read_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'ServiceState' });

/** Whose 12go keys to check; without a client all of them. */
export const checkKeysRequestSchema = z
  .object({ client_id: z.string().regex(clientIdPattern, 'is not a client id').optional() })
  .meta({ id: 'CheckKeysRequest' });

/** What 12go said to a key. */
const checkedKeySchema = z
  .object({
    client_id: z.string(),
    verdict: z.enum(['accepted', 'refused', 'missing', 'no_answer']),
    kind: z.string().nullable().describe('How the call failed where there was no answer.'),
    latency_ms: z.int(),
  })
  .meta({ id: 'CheckedKey' });

/** Answer of the check. */
export const checkedKeysSchema = z
  .object({ keys: z.array(checkedKeySchema), checked_at: secondSchema.describe('UTC.') })
  .meta({ id: 'CheckedKeys' });

export type ServiceState = z.output<typeof serviceStateSchema>;
export type CheckKeysRequest = z.output<typeof checkKeysRequestSchema>;
export type CheckedKeys = z.output<typeof checkedKeysSchema>;
