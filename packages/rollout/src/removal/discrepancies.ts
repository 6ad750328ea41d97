/** The log of reads from both sides: a line for each difference and one for each run, without personal data. */
import { z } from 'zod';
import { differenceKinds } from '../comparison/compare.ts';
import { type Sample, sampleOf } from '../comparison/samples.ts';
import type { Judged } from '../recording/judge-replay.ts';

const differenceSchema = z.object({
  kind: z.literal('difference'),
  at: z.iso.datetime(),
  client: z.string(),
  /** The booking's, as it was read. */
  id: z.string(),
  difference: z.enum(differenceKinds),
  field: z.string(),
  old: z.string(),
  new: z.string(),
});

const runSchema = z.object({
  kind: z.literal('run'),
  at: z.iso.datetime(),
  compared: z.int().min(0),
  identical: z.int().min(0),
  fields: z.int().min(0),
  alike: z.int().min(0),
});

/** A line of the log. */
export const discrepancyLineSchema = z.discriminatedUnion('kind', [differenceSchema, runSchema]);
export type DiscrepancyLine = z.output<typeof discrepancyLineSchema>;

/** What a read from both sides found, as lines; what moves by itself is no difference. */
export const discrepanciesOf = (
  { client, id, at }: { readonly client: string; readonly id: string; readonly at: string },
  { comparison }: Judged,
): DiscrepancyLine[] =>
  comparison.differences
    .filter(({ kind }) => kind !== 'moving')
    .map(sampleOf)
    .map(({ kind, path, old, new: fresh }: Sample) => ({
      kind: 'difference',
      at,
      client,
      id,
      difference: kind,
      field: path,
      old,
      new: fresh,
    }));
