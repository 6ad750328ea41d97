/** What an operator may change about a client's rate limits, for a while. */
import { z } from 'zod';
import { clientIdPattern } from '../../paths.ts';
import { secondSchema } from '../formats.ts';

const perMinute = z.int().min(1).max(100_000);

const limitsSchema = z
  .strictObject({
    search_per_min: perMinute.optional(),
    booking_per_min: perMinute.optional(),
    poll_per_min: perMinute.optional(),
    master_data_per_min: perMinute.optional(),
  })
  .refine((limits) => Object.keys(limits).length > 0, 'is empty; name at least one limit')
  .describe('Calls a minute, by the names of the client file; what is left out stays as it is.');

/** Request of the change. */
export const clientLimitsRequestSchema = z
  .strictObject({
    client_id: z.string().regex(clientIdPattern, 'is not a client id'),
    limits: limitsSchema,
    expires_in_seconds: z.int().min(1).max(86_400).describe('The settings count again after so long.'),
    reason: z.string().trim().min(3).max(200).describe('Goes into the log with the operator’s name.'),
  })
  .meta({ id: 'ClientLimitsRequest' });

/** The limits of the client at the instance that answers. */
export const clientLimitsSchema = z
  .object({
    client_id: z.string(),
    limits: z
      .object({
        search_per_min: z.int(),
        booking_per_min: z.int(),
        poll_per_min: z.int(),
        master_data_per_min: z.int(),
      })
      .describe('Calls a minute that are in force.'),
    changed_until: secondSchema.describe('UTC. When the settings count again for what was changed.'),
    instance: z.string().describe('The host of the instance that answers; the change counts there alone.'),
  })
  .meta({ id: 'ClientLimits' });

export type ClientLimitsRequest = z.output<typeof clientLimitsRequestSchema>;
export type ClientLimits = z.output<typeof clientLimitsSchema>;
