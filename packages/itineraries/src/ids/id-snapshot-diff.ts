/** What two snapshots of the id tables differ in. */
import type { IdSnapshot } from './id-snapshot.ts';

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
