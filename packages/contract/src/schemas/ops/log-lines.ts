/** The last lines of an instance's log, as the ops API tells them. */
import { z } from 'zod';
import { clientIdPattern } from '../../paths.ts';

const levels = ['info', 'warn', 'error'] as const;

const cursorPattern = /^[0-9a-f]{8}\.\d{1,15}(?:,[0-9a-f]{8}\.\d{1,15}){0,49}$/;

/** Which lines are wanted. */
export const logLinesQuerySchema = z.object({
  client_id: z
    .string()
    .regex(clientIdPattern, 'is not a client id')
    .optional()
    .describe('Lines of this client only.'),
  about: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'Lines of every request that names this: a booking id in any form, a booking number or cart of 12go, an itinerary, correlation or trace id.',
    ),
  level: z.enum(levels).optional().describe('The lowest level; default: info.'),
  limit: z.coerce.number().int().min(1).max(1000).optional().describe('Only the last so many; default: 200.'),
  after: z
    .string()
    .regex(cursorPattern, 'is not a cursor: take it from an answer')
    .optional()
    .describe(
      'Cursors of earlier answers, comma separated, each for the instance that gave it: lines after it.',
    ),
});

/** One line, with the fields that the log has. */
const logLineSchema = z
  .object({ timestamp: z.iso.datetime().describe('UTC.'), level: z.enum(levels), message: z.string() })
  .catchall(z.union([z.string(), z.number(), z.boolean()]))
  .meta({ id: 'LogLine' });

/** Answer of log lines. */
export const logLinesSchema = z
  .object({
    instance: z.string().describe('The host of the instance that answers; it knows its own lines alone.'),
    cursor: z.string().describe('Sent as `after`, it leads to the lines that came since.'),
    complete_since: z.iso
      .datetime()
      .describe(
        'From here every line is kept; before it only warnings, errors and lines about bookings, while there is room. UTC.',
      ),
    skipped: z.int().describe('Older lines that were wanted and are more than `limit`.'),
    lines: z.array(logLineSchema).describe('Oldest first.'),
  })
  .meta({ id: 'LogLines' });

export type LogLinesQuery = z.output<typeof logLinesQuerySchema>;
export type LogLines = z.output<typeof logLinesSchema>;
