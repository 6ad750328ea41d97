/** What a configuration-change call took over. */
import { z } from 'zod';
import { secondSchema } from '../formats.ts';

const refusedRateSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    reason: z.string().describe('Such as `moved_too_far`, `missing`, `zero`.'),
    kept: z.string().nullable().describe('The rate that stays; null: the pair has none.'),
  })
  .meta({ id: 'RefusedRate' });

/** Answer of reload, when nothing was refused as a whole. */
export const reloadedSchema = z
  .object({
    clients: z.int().describe('Clients in force, each with the secrets of this moment.'),
    rates: z.object({
      source: z.string(),
      as_of: z.string().describe('The source’s own time.'),
      pairs: z.int(),
      refused: z.array(refusedRateSchema).describe('Pairs whose old rate stays.'),
    }),
    reloaded_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'Reloaded' });

export type Reloaded = z.output<typeof reloadedSchema>;
