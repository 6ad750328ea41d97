/** The router's ops API: what it is sent and what it answers, read with zod on both ends. */
import { z } from 'zod';
import { rolloutSchema } from './flags/document.ts';
import { notificationModes, ruleSchema } from './flags/rules.ts';

/** Where its answers are. */
export const routerPaths = {
  flags: '/rollout/v1/flags',
  report: '/rollout/v1/report',
} as const;

const place = { endpoint: z.string(), client: z.string() };

/** What may be changed. */
const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set'), rule: ruleSchema }),
  z.strictObject({ kind: z.literal('remove'), ...place }),
  z.strictObject({ kind: z.literal('notifications'), mode: z.enum(notificationModes) }),
]);

/** Body of `POST /rollout/v1/flags`. */
export const changeRequestSchema = z.strictObject({
  change: changeSchema,
  reason: z.string().min(1, 'is required: say why').max(500),
  /** The change is refused when the rollout has moved on from this revision; without it, it counts whatever is there. */
  expected_revision: z.int().min(0).optional(),
});

/** Answer of `GET` and `POST /rollout/v1/flags`. */
export const flagsSchema = z.object({
  instance: z.string(),
  rollout: rolloutSchema,
  peers: z.array(
    z.object({
      url: z.string(),
      /** What it said last; null when it did not answer. */
      revision: z.int().nullable(),
    }),
  ),
  file: z
    .object({
      status: z.enum(['in_effect', 'behind', 'refused', 'missing']),
      detail: z.string(),
    })
    .nullable(),
  /** The circuit of what the old system could answer too, and that of copies. The old system is never held back. */
  circuits: z.object({ gateway: z.string(), copies: z.string() }),
});

/** Query of `GET /rollout/v1/report`. */
export const reportQuerySchema = z.object({
  minutes: z.coerce.number().int().min(1).max(120).default(15),
});

export type ChangeRequest = z.output<typeof changeRequestSchema>;
export type Flags = z.output<typeof flagsSchema>;
