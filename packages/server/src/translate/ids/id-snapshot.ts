/** The snapshot of the id tables (12go ↔ partner): its shape, a parser that reports every problem, and what two differ in. */
import { z } from 'zod';

const id = z.int().positive();
/** What search accepts as a place id; a place that nobody can ask for is a fault of the table. */
const placeId = z.string().regex(/^[A-Z0-9]{1,32}$/, 'is not a place id (capital letters and digits)');
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

const snapshotSchema = z.object({
  version: z.union([z.string(), z.number()]).optional(),
  takenAt: z.iso.datetime({ offset: true }).optional(),
  stations: z.array(stationRow),
  provinces: z.array(provinceRow),
  pois: z.array(poiRow),
  operators: z.array(operatorRow),
  classes: z.array(classRow),
});

/**
 * The id tables. A 12go id may stand in several rows, one for each partner id it has. A station without `fujiId` has
 * no partner id but still tells its province; `timeZone` is an IANA name.
 */
export type IdSnapshot = Readonly<z.output<typeof snapshotSchema>>;

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
  const parsed = snapshotSchema.safeParse(json);
  if (!parsed.success) throw new IdSnapshotError(parsed.error.issues.map(toProblem));
  return parsed.data;
};

const toProblem = (issue: z.core.$ZodIssue): string => {
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
};

export type RowChange = { readonly key: string; readonly before: string; readonly after: string };

/** Rows are named by their 12go ids; `before` and `after` print what the row maps to. */
export type TableDiff = {
  readonly before: number;
  readonly after: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly RowChange[];
};

export const snapshotTables = ['stations', 'provinces', 'pois', 'operators', 'classes'] as const;
export type SnapshotTable = (typeof snapshotTables)[number];
export type IdSnapshotDiff = Readonly<Record<SnapshotTable, TableDiff>>;

type Entries = Iterable<readonly [key: string, value: string]>;

const text = (value: string | number | null | undefined): string => `${value ?? '-'}`;

const entriesOf: Readonly<Record<SnapshotTable, (snapshot: IdSnapshot) => Entries>> = {
  stations: ({ stations }) =>
    stations.map((row) => [
      text(row.id),
      `${text(row.fujiId)} in ${text(row.provinceId)}, ${text(row.timeZone)}`,
    ]),
  provinces: ({ provinces }) => provinces.map((row) => [text(row.id), `under ${text(row.parentId)}`]),
  pois: ({ pois }) => pois.map((row) => [text(row.provinceId), row.fujiId]),
  operators: ({ operators }) => operators.map((row) => [text(row.id), row.fujiId]),
  classes: ({ classes }) => classes.map((row) => [`${row.operatorId}/${row.classId}`, row.fujiId]),
};

/**
 * Compares two snapshots. The order of rows does not matter; several rows of one 12go id count as one.
 *
 * @example
 * diffIdSnapshots(before, after).stations.changed; // [{ key: '4101', before: 'THBKKEKM in 1, -', after: … }]
 */
export const diffIdSnapshots = (before: IdSnapshot, after: IdSnapshot): IdSnapshotDiff => {
  const diff = (table: SnapshotTable): TableDiff =>
    diffTable(gather(entriesOf[table](before)), gather(entriesOf[table](after)));
  return {
    stations: diff('stations'),
    provinces: diff('provinces'),
    pois: diff('pois'),
    operators: diff('operators'),
    classes: diff('classes'),
  };
};

/** One value per key: rows of the same key are sorted and joined. */
const gather = (entries: Entries): ReadonlyMap<string, string> => {
  const lists = new Map<string, string[]>();
  for (const [key, value] of entries) {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [value]);
    else list.push(value);
  }
  return new Map([...lists].map(([key, list]) => [key, [...new Set(list)].sort().join(' | ')]));
};

const diffTable = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): TableDiff => {
  const changed: RowChange[] = [];
  for (const [key, value] of after) {
    const earlier = before.get(key);
    if (earlier !== undefined && earlier !== value) changed.push({ key, before: earlier, after: value });
  }
  return {
    before: before.size,
    after: after.size,
    added: [...after.keys()].filter((key) => !before.has(key)),
    removed: [...before.keys()].filter((key) => !after.has(key)),
    changed,
  };
};
