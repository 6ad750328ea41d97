/** How an instance and what it depends on are, as the ops API tells it. */
import { z } from 'zod';
import { opsScopes } from '../../metadata.ts';
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

/** A rate limit of a client. */
const clientLimitSchema = z
  .object({
    class: z.enum(['search', 'booking', 'poll', 'master_data']),
    per_minute: z.int().describe('Calls a minute that are in force.'),
    left: z.int().describe('Calls that may be made now.'),
    changed_until: secondSchema
      .nullable()
      .describe('UTC. Until when an operator changed it at this instance; null: it is as the settings say.'),
  })
  .meta({ id: 'ClientLimit' });

/** Markups of a client, by the contract that they belong to. */
const clientContractSchema = z
  .object({
    contract_code: z.string(),
    countries: z.array(z.string()).describe('Countries of departure that it is for.'),
    is_default: z.boolean().describe('Whether it is for all other countries too.'),
    is_in_force: z.boolean().describe('Whether its time has begun and not ended.'),
  })
  .meta({ id: 'ClientContract' });

/** One client, as far as it decides whether its requests can be served. */
const clientStateSchema = z
  .object({
    client_id: z.string(),
    enabled: z.boolean(),
    live_keys: z.int().describe('Keys of the partner that are not expired.'),
    next_key_expiry: z.string().nullable().describe('When the next of them expires, UTC.'),
    has_upstream_key: z.boolean(),
    recent: recentSchema.nullable().describe('Null while the journal is away.'),
    limits: z.array(clientLimitSchema).describe('Its rate limits.'),
    contracts: z.array(clientContractSchema).describe('Whose markups its prices have.'),
  })
  .meta({ id: 'ClientState' });

/** Calls of 12go that fail together. */
const circuitSchema = z
  .object({
    name: z.string(),
    state: z.enum(['closed', 'half_open', 'open']),
    for_seconds: z.int().describe('How long it has been so.'),
    calls: z
      .int()
      .describe('Calls of the last ten seconds; of one that is not closed, those that opened it.'),
    failed: z.int(),
    slow: z.int(),
    tries_again_in_ms: z
      .int()
      .nullable()
      .describe('When the next call is let through; null while calls are.'),
    held_back_for_ms: z.int().nullable().describe('How long 12go asked for no more calls; null: it did not.'),
  })
  .meta({ id: 'CircuitState' });

/** Calls of 12go that share connections. */
const laneSchema = z
  .object({
    lane: z.string(),
    running: z.int(),
    waiting: z.int(),
    room: z.int().describe('How many may be under way now.'),
    connections: z.int().describe('How many may be where 12go holds nothing back.'),
  })
  .meta({ id: 'LaneState' });

/** The tables of ids, 12go's and ours. */
const idMapStateSchema = z
  .object({
    source: z.enum(['master_data', 'snapshot_file']),
    age_seconds: z.int(),
    has_failed: z.boolean().describe('Whether the last refresh failed, so that older tables are in use.'),
    stations: z.int(),
    stations_without_id: z.int().describe('Stations that no partner can ask for: they have no id of ours.'),
    stations_without_province: z.int(),
    pois: z.int(),
    operators: z.int(),
    operators_with_classes: z.int(),
  })
  .meta({ id: 'IdMapState' });

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
    circuits: z.array(circuitSchema).describe('Every circuit to 12go of this instance.'),
    lanes: z.array(laneSchema).describe('Its calls of 12go by what they share connections with.'),
    id_map: idMapStateSchema.nullable().describe('Null before the first load.'),
    rates: z.object({
      pairs: z.int(),
      source: z.string().nullable(),
      as_of: z.string().nullable(),
      oldest_age_seconds: z.int().nullable().describe('Of the oldest rate, which is refused first.'),
      refused: z.array(refusedRateSchema),
    }),
    open_outcomes: z
      .object({ count: z.int(), oldest_seconds: z.int() })
      .nullable()
      .describe('Null while the memory of booking writes is away.'),
    clients: z.array(clientStateSchema),
    read_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'ServiceState' });

/** Answer to an operator who asks who it is. */
export const operatorSchema = z
  .object({
    name: z.string().describe('As the entry of the key has it.'),
    scope: z.enum(opsScopes).describe('What the key may do.'),
    program: z.enum(['gateway', 'router']).describe('What listens at the address that was asked.'),
    environment: z
      .string()
      .describe('What the place is called: the host at which partners reach it, by `PUBLIC_BASE_URL`.'),
    version: z.string(),
    instance: z.string().describe('The host of the instance that answers.'),
  })
  .meta({ id: 'Operator' });

/** Whose 12go keys to check; without a client all of them. */
export const checkKeysRequestSchema = z
  .strictObject({ client_id: z.string().regex(clientIdPattern, 'is not a client id').optional() })
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

export type Operator = z.output<typeof operatorSchema>;
export type ServiceState = z.output<typeof serviceStateSchema>;
export type CheckKeysRequest = z.output<typeof checkKeysRequestSchema>;
export type CheckedKeys = z.output<typeof checkedKeysSchema>;
