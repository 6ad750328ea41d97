/** The snapshot of the id tables (12go ↔ partner): its shape, and a parser that reports every problem. */
import { z } from 'zod';

const id = z.int().positive();
/** What search accepts as a place id; a place that nobody can ask for is a fault of the table. */
const placeIdPattern = /^[A-Z0-9]{1,32}$/;
const placeId = z.string().regex(placeIdPattern, 'is not a place id (capital letters and digits)');
const opaqueId = z.string().min(1).max(64);

const stationRow = z.object({
  id,
  provinceId: id.nullable(),
  fujiId: placeId.nullish(),
  timeZone: z.string().min(1).max(64).nullish(),
});
const provinceRow = z.object({ id, parentId: id.nullish() });
const poiRow = z.object({ provinceId: id, fujiId: placeId });
const operatorRow = z.object({ id, fujiId: opaqueId });
const classRow = z.object({ operatorId: id, classId: id, fujiId: opaqueId });

/** As `stationRow` judges, in a tenth of the time and without a copy of each: most of a snapshot is stations. A test holds the two together. */
const isStationRow = (row: unknown): boolean => {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return false;
  const { id: own, provinceId, fujiId, timeZone } = row as Readonly<Record<string, unknown>>;
  const isId = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
  return (
    isId(own) &&
    (provinceId === null || isId(provinceId)) &&
    (fujiId == null || (typeof fujiId === 'string' && placeIdPattern.test(fujiId))) &&
    (timeZone == null || (typeof timeZone === 'string' && timeZone.length >= 1 && timeZone.length <= 64))
  );
};

const snapshotSchema = z.object({
  version: z.union([z.string(), z.number()]).optional(),
  takenAt: z.iso.datetime({ offset: true }).optional(),
  stations: z.array(stationRow),
  provinces: z.array(provinceRow),
  pois: z.array(poiRow),
  operators: z.array(operatorRow),
  classes: z.array(classRow),
});

const judgedSchema = snapshotSchema.extend({ stations: z.custom<readonly z.output<typeof stationRow>[]>() });

/** zod judges, and names, what does not pass at first sight. */
const schemaFor = (json: unknown): typeof snapshotSchema | typeof judgedSchema => {
  const { stations } = (json ?? {}) as { readonly stations?: unknown };
  return Array.isArray(stations) && stations.every(isStationRow) ? judgedSchema : snapshotSchema;
};

/**
 * The id tables. A 12go id may stand in several rows, one for each partner id it has. A station without `fujiId` has
 * no partner id but still tells its province; `timeZone` is an IANA name.
 */
export type IdSnapshot = Readonly<z.output<typeof judgedSchema>>;

const problemsMax = 20;

/** A snapshot that cannot be used. `problems` names the first 20 by path, `problemCount` counts all. */
export class IdSnapshotError extends Error {
  readonly problems: readonly string[];
  readonly problemCount: number;

  constructor(problems: readonly string[]) {
    const listed = problems.slice(0, problemsMax);
    const rest = problems.length - listed.length;
    super(`id snapshot refused: ${listed.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`);
    this.name = 'IdSnapshotError';
    this.problems = listed;
    this.problemCount = problems.length;
  }
}

/**
 * Reads a parsed snapshot file. Members it does not know are ignored; a wrong shape anywhere refuses the whole file,
 * because a half-read table would answer with wrong ids.
 *
 * @throws {IdSnapshotError}
 * @example
 * parseIdSnapshot({ stations: [{ id: 4101, provinceId: 1, fujiId: 'THBKKEKM' }], provinces: [], pois: [], operators: [], classes: [] });
 */
export const parseIdSnapshot = (json: unknown): IdSnapshot => {
  const parsed = schemaFor(json).safeParse(json);
  if (!parsed.success) throw new IdSnapshotError(parsed.error.issues.map(toProblem));
  return parsed.data;
};

const toProblem = (issue: z.core.$ZodIssue): string => {
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
};
