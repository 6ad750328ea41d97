/** Who may call: clients, their secrets, and the keys that seal what they are given. */
import { z } from 'zod';
import { whole } from './formats.ts';

export const partnerVariables = {
  CLIENTS_FILE: z.string().min(1).describe('JSON file of client settings.'),
  SECRETS_DIR: z
    .string()
    .min(1)
    .describe('Folder of secret files; `upstream_key_ref` and `secret_ref` are paths below it.'),
  SECRETS_REFRESH_SECONDS: whole(1, 3_600)
    .prefault('10')
    .describe('How often client settings and secrets in files are looked at again.'),
  SEALING_KEYS: z.string().min(1).describe('Sealing keys, `{keyId}:{base64 of 32 bytes}`, comma separated.'),
  SEALING_ACTIVE_KEY_ID: z.string().optional().describe('The key that writes; default: the first.'),
  BOOKING_ID_SECRET: z
    .string()
    .min(43, 'must be 32 bytes or more in base64')
    .describe('Secret of booking-id owner tags; never rotated.'),
  OLD_BOOKING_IDS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of booking ids from before this gateway; secret.'),
};
