/** The configuration in force, as it may be shown: no key, no hash, no credentials. */
import { z } from 'zod';
import { opsScopes } from '../../metadata.ts';
import { clientIdPattern } from '../../paths.ts';
import { jsonValueSchema, secondSchema } from '../formats.ts';

/** Whose settings are wanted. */
export const configurationQuerySchema = z.object({
  client_id: z
    .string()
    .regex(clientIdPattern, 'is not a client id')
    .optional()
    .describe('Of the clients only this one.'),
});

const variableSchema = z
  .object({
    name: z.string(),
    origin: z
      .enum(['environment', 'file', 'default', 'unset'])
      .describe('`file`: read from the file that the variable of that name with `_FILE` behind it names.'),
    value: z
      .string()
      .nullable()
      .describe('What is in force, addresses without credentials; null for a secret and for what is unset.'),
    is_secret: z.boolean(),
  })
  .meta({ id: 'ConfigurationVariable' });

const clientConfigurationSchema = z
  .object({
    client_id: z.string(),
    live_keys: z.int().describe('Keys of the partner that are not expired.'),
    expired_keys: z.int(),
    next_key_expiry: z.string().nullable().describe('When the next of the live ones expires, UTC.'),
    has_upstream_key: z.boolean().describe('Whether the file of its 12go key was found.'),
    settings: z
      .record(z.string(), jsonValueSchema)
      .describe('Every other setting of the client file with what is in force, defaults included.'),
  })
  .meta({ id: 'ClientConfiguration' });

/** Answer of configuration. */
export const configurationSchema = z
  .object({
    variables: z.array(variableSchema).describe('Every variable of the gateway.'),
    misspelt: z
      .array(z.object({ name: z.string(), meant: z.string() }))
      .describe('Variables of the environment that nothing reads, and which of ours was probably meant.'),
    sealing_keys: z
      .object({ ids: z.array(z.string()), active: z.string() })
      .describe('By their ids; the active one seals.'),
    operators: z
      .array(z.object({ name: z.string(), scope: z.enum(opsScopes) }))
      .describe('Whose keys there are, and what each may do.'),
    clients: z.array(clientConfigurationSchema),
    read_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'Configuration' });

export type Configuration = z.output<typeof configurationSchema>;
