/** The tables of a store in process memory, and a log that every change is written to before anybody learns of it. */
import type { KnownState } from '../protocol/notices.ts';
import type { Epoch, IdemRecord, OpRecord } from '../protocol/record.ts';
import type { Subject } from '../protocol/store.ts';

/** What a store holds of one operation, of one key, and of its queue of open outcomes, under names of its own. */
export type Rows = {
  readonly op: { readonly subject: Subject; readonly op: OpRecord; readonly expiresAtMs: number };
  readonly idem: { readonly idem: IdemRecord; readonly expiresAtMs: number };
  readonly open: { readonly subject: Subject; readonly dueAtMs: number; readonly tries: number };
  readonly epoch: Epoch;
  /** Of the outbox: its entries, the states that were told, how far groups have read, and what was pushed out unread. */
  readonly news: {
    readonly clientId: string;
    readonly position: string;
    readonly text: string;
    readonly previous?: string;
  };
  readonly told: KnownState & { readonly expiresAtMs: number };
  readonly progress: { readonly upTo: string; readonly beyond: readonly string[] };
  readonly dropped: { readonly count: number };
};
export type Table = keyof Rows;
export type Change = { readonly table: Table; readonly name: string; readonly row: Rows[Table] | undefined };

/** Where changes are kept beside the memory; `write` returns once all of them would survive a kill, or throws and none is kept. */
export type RecordLog = {
  load(): readonly Change[];
  write(changes: readonly Change[]): void;
};

/** Tables whose changes are written to the log before anybody learns of them. */
export const createTables = (log: RecordLog | undefined) => {
  const tables: { [T in Table]: Map<string, Rows[T]> } = {
    op: new Map(),
    idem: new Map(),
    open: new Map(),
    epoch: new Map(),
    news: new Map(),
    told: new Map(),
    progress: new Map(),
    dropped: new Map(),
  };
  let pending: Change[] = [];
  for (const { table, name, row } of log?.load() ?? []) {
    if (row !== undefined) (tables[table] as Map<string, unknown>).set(name, row);
  }
  return {
    ...tables,
    put<T extends Table>(table: T, name: string, row: Rows[T] | undefined): void {
      pending.push({ table, name, row });
    },
    /** All or nothing: what the log refuses has not happened here either. */
    commit(): void {
      const changes = pending;
      pending = [];
      if (changes.length === 0) return;
      log?.write(changes);
      for (const { table, name, row } of changes) {
        const rows = tables[table] as Map<string, unknown>;
        if (row === undefined) rows.delete(name);
        else rows.set(name, row);
      }
    },
    drop(): void {
      pending = [];
    },
  };
};

export type Tables = ReturnType<typeof createTables>;
