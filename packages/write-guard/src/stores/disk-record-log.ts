/** A record log in one SQLite file on this machine's disk: what it took survives a kill and a power cut, and one process holds it. */
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { StoreUnavailable } from '../protocol/store.ts';
import type { Change, RecordLog, Table } from './record-tables.ts';

export type DiskRecordLog = RecordLog & {
  /** Why the last write was refused; undefined when it was taken. */
  fault(): string | undefined;
  /** Lets the file go; later writes are refused. */
  close(): void;
};

/** The file of the setting cannot be used; it was not changed. */
export class StoreFileError extends Error {
  override readonly name = 'StoreFileError';
}

/** Says whose file it is: "PGwr". */
const applicationId = 0x50_47_77_72;
/** 2 may hold an outbox; 1 is read and becomes 2. */
const formatVersion = 2;
const readableVersions: readonly number[] = [1, formatVersion];
/** A process that was just killed may take a moment to be gone. */
const heldPatienceMs = 1_000;

const busyCode = 5;
const corruptCode = 11;
const notADatabase = 26;
const fsyncFailed: readonly number[] = [1034, 1290];

const startAnew =
  'To begin with an empty memory, move it away together with its -wal file: itineraries opened before are then not booked any more';

const sqliteCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
const textOf = (error: unknown): string => (error instanceof Error ? error.message : 'no reason given');

const damaged = (what: string): StoreFileError =>
  new StoreFileError(`STORE_FILE is damaged: ${what}. Nothing in it was changed. ${startAnew}`);

const openingFailed = (error: unknown): StoreFileError => {
  if (error instanceof StoreFileError) return error;
  const code = sqliteCode(error) & 0xff;
  if (code === busyCode) {
    return new StoreFileError(
      'STORE_FILE is held by another process: STORE=disk is for one instance. Stop the other one first, or use STORE=redis for several',
    );
  }
  if (code === corruptCode) return damaged(textOf(error));
  if (code === notADatabase) return new StoreFileError('STORE_FILE is a file of something else');
  return new StoreFileError(
    `STORE_FILE cannot be opened, it has to be on a local disk in a folder that exists: ${textOf(error)}`,
  );
};

/** With the owner's rights alone. A file that is there is never opened but by SQLite: closing it would drop our lock on it. */
const createFile = (path: string): void => {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
};

const readNumber = (db: DatabaseSync, query: string): number =>
  Number(Object.values(db.prepare(query).get() ?? {})[0]);

/** Begins a new file, or makes sure that it is ours and whole. */
const takeFile = (db: DatabaseSync): void => {
  if (readNumber(db, 'SELECT count(*) FROM sqlite_schema') === 0) {
    db.exec(`
      PRAGMA application_id = ${applicationId};
      PRAGMA user_version = ${formatVersion};
      CREATE TABLE record (kind TEXT NOT NULL, name TEXT NOT NULL, row TEXT NOT NULL, sum INTEGER NOT NULL,
        PRIMARY KEY (kind, name)) STRICT, WITHOUT ROWID`);
    return;
  }
  if (readNumber(db, 'PRAGMA application_id') !== applicationId)
    throw new StoreFileError('STORE_FILE is a file of something else');
  if (!readableVersions.includes(readNumber(db, 'PRAGMA user_version')))
    throw new StoreFileError('STORE_FILE was written by another version of the gateway');
  const { quick_check: found } = db.prepare('PRAGMA quick_check(1)').get() ?? {};
  if (found !== 'ok') throw damaged(String(found).replaceAll('\n', ' '));
};

const sumOf = ({ table, name }: Pick<Change, 'table' | 'name'>, text: string): number =>
  crc32(`${table}\n${name}\n${text}`);

const readAll = (db: DatabaseSync): Change[] =>
  db
    .prepare('SELECT kind, name, row, sum FROM record')
    .all()
    .map(({ kind, name, row, sum }) => {
      const place = { table: String(kind) as Table, name: String(name) };
      if (sumOf(place, String(row)) !== sum) throw damaged('a record is not what was written');
      return { ...place, row: JSON.parse(String(row)) };
    });

/**
 * WAL with FULL: one fsync a commit, after which it is durable. DELETE with FULL takes more and promises less: the end of a
 * commit is an unlink that a power cut may undo. EXCLUSIVE holds the kernel's lock until the process ends, however it ends.
 */
const openDatabase = (path: string): { db: DatabaseSync; kept: Change[] } => {
  const db = new DatabaseSync(path, { timeout: heldPatienceMs });
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE');
    takeFile(db);
    db.exec('COMMIT');
    const { journal_mode: mode } = db.prepare('PRAGMA journal_mode = WAL').get() ?? {};
    if (mode !== 'wal') throw new StoreFileError('STORE_FILE cannot be written');
    const kept = readAll(db);
    db.exec(`PRAGMA user_version = ${formatVersion}`);
    return { db, kept };
  } catch (error) {
    db.close();
    throw error;
  }
};

const openFile = (path: string): ReturnType<typeof openDatabase> => {
  try {
    createFile(path);
    return openDatabase(path);
  } catch (error) {
    throw openingFailed(error);
  }
};

/** Whether nothing of a failed commit is left open; a closed file has none. */
const rolledBack = (db: DatabaseSync): boolean => {
  try {
    if (db.isOpen && db.isTransaction) db.exec('ROLLBACK');
    return true;
  } catch {
    return false;
  }
};

/**
 * Opens the file, or makes it. Every write blocks the process for one fsync.
 *
 * @throws StoreFileError when another process holds it, or it is damaged, of something else or out of reach.
 * @example
 * const log = openDiskRecordLog('/var/lib/gateway/writes.db');
 * const store = createMemoryWriteStore({ log });
 */
export const openDiskRecordLog = (file: string): DiskRecordLog => {
  const { db, kept } = openFile(resolve(file));
  const put = db.prepare(
    'INSERT INTO record VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET row = excluded.row, sum = excluded.sum',
  );
  const drop = db.prepare('DELETE FROM record WHERE kind = ? AND name = ?');
  let fault: string | undefined;
  let isLost = false;

  const writeOne = ({ table, name, row }: Change): void => {
    if (row === undefined) return void drop.run(table, name);
    const text = JSON.stringify(row);
    put.run(table, name, text, sumOf({ table, name }, text));
  };

  return {
    load: () => kept.splice(0),
    write(changes) {
      if (isLost) throw new StoreUnavailable('unfit');
      try {
        db.exec('BEGIN');
        for (const change of changes) writeOne(change);
        db.exec('COMMIT');
        fault = undefined;
      } catch (error) {
        const code = sqliteCode(error);
        // After a failed fsync the kernel takes for written what is not on the disk; nothing here would notice.
        isLost = fsyncFailed.includes(code) || [corruptCode, notADatabase].includes(code & 0xff);
        isLost ||= !rolledBack(db);
        fault = isLost ? `${textOf(error)}; restart the gateway` : textOf(error);
        throw new StoreUnavailable('unfit', error);
      }
    },
    fault: () => fault,
    close() {
      if (db.isOpen) db.close();
    },
  };
};
