/** Pictures of seat classes: those of 12go by what they show, and a configured table for those that it has none of. */
import type { Image } from '@partner-gateway/contract';
import type { ClassId, OperatorId, SeatClassImage } from '@partner-gateway/twelvego-client';
import { z } from 'zod';

/** The configured pictures of a class, ready to answer with; null when there are none. */
export type ImageTable = { find(operator: OperatorId, classId: ClassId): readonly Image[] | null };

/**
 * Pictures as the contract lists them: inside first, then outside, null instead of an empty list. Which is which is
 * read off the file's name, the only place where 12go says it; a picture that says neither is left out.
 *
 * @example
 * toImages([{ url: 'https://cdn.upstream.example/class/41-inside.jpg', width: 1200, height: 800 }]);
 * // [{ url: …, width: 1200, height: 800, type: 'TYPE_CLASS_INSIDE' }]
 */
export const toImages = (pictures: readonly SeatClassImage[]): Image[] | null => {
  if (pictures.length === 0) return null;
  const inside: Image[] = [];
  const outside: Image[] = [];
  for (const { url, width, height } of pictures) {
    const name = fileName(url);
    if (name.includes('outside')) outside.push({ url, width, height, type: 'TYPE_CLASS_OUTSIDE' });
    else if (name.includes('inside')) inside.push({ url, width, height, type: 'TYPE_CLASS_INSIDE' });
  }
  const images = [...inside, ...outside];
  return images.length === 0 ? null : images;
};

const lastPathPart = /^https?:\/\/[^/?#]*\/(?:[^?#]*\/)?([^/?#]*)/;

/** The last part of the path, without host, query and fragment. */
const fileName = (url: string): string => lastPathPart.exec(url)?.[1]?.toLowerCase() ?? '';

const pictureSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  width: z.int().positive().nullable().default(null),
  height: z.int().positive().nullable().default(null),
});
const id = z.int().positive();
const tableSchema = z.array(
  z
    .object({
      operatorId: id,
      classId: id,
      inside: pictureSchema.optional(),
      outside: pictureSchema.optional(),
    })
    .refine((row) => row.inside !== undefined || row.outside !== undefined, 'has no picture'),
);

/**
 * Reads the enrichment table, `[{ operatorId, classId, inside?, outside? }]` with pictures `{ url, width?, height? }`.
 * Throws a `ZodError` that lists every wrong row.
 *
 * @example
 * parseImageTable([{ operatorId: 3310, classId: 41, inside: { url: 'https://cdn.upstream.example/41-inside.jpg' } }]);
 */
export const parseImageTable = (json: unknown): ImageTable => {
  const rows = new Map<string, readonly Image[]>();
  for (const { operatorId, classId, inside, outside } of tableSchema.parse(json)) {
    rows.set(`${operatorId} ${classId}`, [
      ...(inside === undefined ? [] : [{ ...inside, type: 'TYPE_CLASS_INSIDE' as const }]),
      ...(outside === undefined ? [] : [{ ...outside, type: 'TYPE_CLASS_OUTSIDE' as const }]),
    ]);
  }
  return { find: (operator, classId) => rows.get(`${operator} ${classId}`) ?? null };
};
