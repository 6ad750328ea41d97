/**
 * Checks an id snapshot before a gateway loads it, and shows what two differ in: `pnpm id-snapshot check FILE`,
 * `pnpm id-snapshot diff BEFORE AFTER`. Exits 1 on problems, 2 when it is called wrongly.
 */
import { readFileSync } from 'node:fs';
import {
  diffIdSnapshots,
  type IdSnapshot,
  IdSnapshotError,
  parseIdSnapshot,
  snapshotTables,
} from '@partner-gateway/itineraries';

const listedMax = 20;
/** A table that loses more than this of its rows was most likely cut short. */
const lostShareMax = 0.1;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const read = (path: string): IdSnapshot | readonly string[] => {
  try {
    return parseIdSnapshot(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof IdSnapshotError) return error.problems;
    return [error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'];
  }
};

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** What the shape cannot say: rows that refer to nothing, and tables with nothing in them. */
const referenceProblems = (snapshot: IdSnapshot): readonly string[] => {
  const provinces = new Set(snapshot.provinces.map(({ id }) => id));
  const operators = new Set(snapshot.operators.map(({ id }) => id));
  const isMissing = (province: number | null | undefined): boolean =>
    province != null && !provinces.has(province);
  const zones = [...new Set(snapshot.stations.flatMap(({ timeZone }) => timeZone ?? []))];
  return [
    ...snapshotTables.filter((table) => snapshot[table].length === 0).map((table) => `${table}: has no rows`),
    ...snapshot.stations
      .filter(({ provinceId }) => isMissing(provinceId))
      .map(({ id, provinceId }) => `stations: ${id} is in province ${provinceId}, which is not there`),
    ...snapshot.provinces
      .filter(({ parentId }) => isMissing(parentId))
      .map(({ id, parentId }) => `provinces: ${id} is under ${parentId}, which is not there`),
    ...snapshot.pois
      .filter(({ provinceId }) => isMissing(provinceId))
      .map(({ fujiId, provinceId }) => `pois: ${fujiId} is province ${provinceId}, which is not there`),
    ...snapshot.classes
      .filter(({ operatorId }) => !operators.has(operatorId))
      .map(
        ({ operatorId, classId }) => `classes: ${operatorId}/${classId} is of an operator that is not there`,
      ),
    ...zones.filter((zone) => !isTimeZone(zone)).map((zone) => `stations: ${zone} is no time zone`),
  ];
};

const list = (lines: readonly string[]): void => {
  for (const line of lines.slice(0, listedMax)) print(`  ${line}`);
  if (lines.length > listedMax) print(`  and ${lines.length - listedMax} more`);
};

const isSnapshot = (value: IdSnapshot | readonly string[]): value is IdSnapshot => !Array.isArray(value);

/** Loads a file and reports on it; undefined when it cannot be used at all. */
const load = (path: string): IdSnapshot | undefined => {
  const snapshot = read(path);
  if (isSnapshot(snapshot)) return snapshot;
  print(`${path} cannot be used:`);
  list(snapshot);
  return undefined;
};

const check = (path: string): number => {
  const snapshot = load(path);
  if (snapshot === undefined) return 1;
  const problems = referenceProblems(snapshot);
  print(`${path}: ${snapshotTables.map((table) => `${snapshot[table].length} ${table}`).join(', ')}`);
  print(problems.length === 0 ? 'no problems' : `${problems.length} problems:`);
  list(problems);
  return problems.length === 0 ? 0 : 1;
};

const diff = (beforePath: string, afterPath: string): number => {
  const [before, after] = [load(beforePath), load(afterPath)];
  if (before === undefined || after === undefined) return 1;
  const tables = diffIdSnapshots(before, after);
  let isCut = false;
  for (const table of snapshotTables) {
    const { before: had, after: has, added, removed, changed } = tables[table];
    const isLoss = removed.length > had * lostShareMax;
    isCut ||= isLoss;
    print(
      `${table}: ${had} to ${has}; ${added.length} added, ${removed.length} removed, ${changed.length} changed${isLoss ? '; LOSES MORE THAN A TENTH' : ''}`,
    );
    list([
      ...removed.map((key) => `- ${key}`),
      ...changed.map(({ key, before: was, after: is }) => `~ ${key}: ${was} → ${is}`),
      ...added.map((key) => `+ ${key}`),
    ]);
  }
  return isCut ? 1 : 0;
};

const run = ([command, one, other]: readonly string[]): number => {
  if (command === 'check' && one !== undefined) return check(one);
  if (command === 'diff' && one !== undefined && other !== undefined) return diff(one, other);
  print('usage: pnpm id-snapshot check FILE | pnpm id-snapshot diff BEFORE AFTER');
  return 2;
};

process.exitCode = run(process.argv.slice(2));
