/** One request of a recorded day and what the old system answered: a line of JSON. */
import { clientIdPattern } from '@partner-gateway/contract';
import { z } from 'zod';

/** A line as `docs/replay.md` describes it. */
export const recordedLineSchema = z.object({
  /** When it came in. */
  at: z.iso.datetime({ offset: true }),
  client: z.string().regex(clientIdPattern),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  /** With its query, from the first slash. */
  path: z.string().regex(/^\/[!-~]*$/),
  /** The contract's name of it. */
  endpoint: z.string().regex(/^[a-z_]{1,40}$/),
  headers: z.record(z.string(), z.string()).default({}),
  /** JSON as it was read; text where it was none. */
  body: z.unknown().optional(),
  answer: z.object({
    status: z.int().min(100).max(599),
    ms: z.number().min(0),
    body: z.unknown().optional(),
  }),
});

export type RecordedLine = z.output<typeof recordedLineSchema>;

/** A line that was read; undefined for one that is none. */
export const readRecordedLine = (text: string): RecordedLine | undefined => {
  try {
    return recordedLineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
