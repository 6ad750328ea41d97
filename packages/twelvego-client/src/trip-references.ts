/** What the trips of an answer refer to by id: operators, stations, and seat classes with their pictures. */
import { z } from 'zod';
import {
  isRecord,
  readBoolean,
  readEntries,
  readId,
  readList,
  readNumber,
  readText,
} from './reading/leaves.ts';
import { type DropTally, issueReason, lenient, required } from './reading/reading-rule.ts';
import { readClassId, readOperatorId, readProvinceId, readStationId } from './reading/scalars.ts';

/** A picture of a seat class, where 12go supplies one. */
export type SeatClassImage = {
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
};

/** The pictures of a class or option; what is no picture is left out. */
export const readImages = (value: unknown): readonly SeatClassImage[] =>
  (readList(value) ?? []).map(readImage).filter((image) => image !== undefined);

const readImage = (value: unknown): SeatClassImage | undefined => {
  const image = typeof value === 'string' ? { url: value } : value;
  if (!isRecord(image) || typeof image.url !== 'string' || !/^https?:\/\//.test(image.url)) return undefined;
  return { url: image.url, width: readId(image.width) ?? null, height: readId(image.height) ?? null };
};

/** Waits carry an id of 0, which no operator and no class has. */
export const operatorSchema = z.object({
  id: required((value) => readOperatorId(value) || undefined),
  name: lenient(readText, ''),
  slug: lenient(readText, ''),
});

export const stationSchema = z.object({
  station_id: required(readStationId),
  province_id: lenient(readProvinceId, null),
  station_name: lenient(readText, ''),
  station_name_full: lenient(readText, ''),
  station_code: lenient(readText, ''),
  station_slug: lenient(readText, ''),
  station_lat: lenient(readNumber, null),
  station_lng: lenient(readNumber, null),
});

export const classSchema = z.object({
  id: required((value) => readClassId(value) || undefined),
  name: lenient(readText, ''),
  is_multi_pax: lenient(readBoolean, false),
  images: z.transform(readImages),
});

export type Operator = Readonly<z.infer<typeof operatorSchema>>;
export type Station = Readonly<z.infer<typeof stationSchema>>;
export type SeatClass = Readonly<z.infer<typeof classSchema>>;

/** How the entries of a map are read, and what a lost one is counted as. */
type Entry<Schema extends z.ZodType, Id> = {
  readonly schema: Schema;
  readonly idOf: (item: z.output<Schema>) => Id;
  readonly level: string;
};

/** Far more than the trips of one answer refer to; bounds what a hostile answer can cost. */
const mostEntries = 2_000;
/** An entry that cannot be read costs more than one that can. */
const mostLost = 300;

export const readIdMap = <Schema extends z.ZodType, Id>(
  value: unknown,
  { schema, idOf, level }: Entry<Schema, Id>,
  tally: DropTally,
): ReadonlyMap<Id, z.output<Schema>> => {
  const map = new Map<Id, z.output<Schema>>();
  const entries = readEntries(value);
  let lost = 0;
  let read = 0;
  for (; read < Math.min(entries.length, mostEntries) && lost < mostLost; read += 1) {
    const parsed = schema.safeParse(entries[read]?.[1]);
    if (parsed.success) map.set(idOf(parsed.data), parsed.data);
    else {
      lost += 1;
      tally.add(level, issueReason(parsed.error));
    }
  }
  tally.add(level, 'too_many', entries.length - read);
  return map;
};
