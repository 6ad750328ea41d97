/** The outbox in the tables of a store in process memory: told to in the same step as a record, and kept by its log. */
import {
  type Backlog,
  comparePositions,
  type Outbox,
  type OutboxEntry,
  type OutboxReader,
} from '../outbox.ts';
import { judgeState, type Learned, type Notice, type OutboxBounds, type State } from '../protocol/notices.ts';
import type { Tables } from './record-tables.ts';

type Kept = {
  readonly tables: Tables;
  readonly nowMs: () => number;
  /** Runs a change of the tables, all or nothing. */
  readonly committed: <Reply>(work: () => Reply) => Reply;
  readonly bounds: OutboxBounds;
};

/** An outbox that a store tells to. */
export type ToldOutbox = {
  readonly outbox: Outbox;
  /** Part of a change that is under way. */
  tell(clientId: string, notices: readonly Notice[], atMs: number): Learned;
  /** Lets go what is too old or too much. */
  sweep(): void;
};

const sequenceDigits = 9;
/** Sorted by text as by time: the file gives them back in the order of their names. */
const nameOf = (position: string): string => {
  const [ms = '', sequence = ''] = position.split('-');
  return `${ms.padStart(15, '0')}-${sequence.padStart(sequenceDigits, '0')}`;
};
const pairName = (one: string, other: string): string => JSON.stringify([one, other]);

type Holder = { readonly readerId: string; untilMs: number; upTo: string };
type Progress = { readonly upTo: string; readonly beyond: readonly string[] };
const atStart: Progress = { upTo: '0-0', beyond: [] };

/** What is acknowledged without a gap becomes one position. */
const advance = (
  { upTo, beyond }: Progress,
  positions: readonly string[],
  all: readonly string[],
): Progress => {
  const done = new Set([...beyond, ...positions]);
  let last = upTo;
  for (const position of all) {
    if (comparePositions(position, upTo) <= 0) continue;
    if (!done.has(position)) break;
    last = position;
  }
  return { upTo: last, beyond: [...done].filter((position) => comparePositions(position, last) > 0) };
};

/** Creates it over the tables of a store. */
export const createToldOutbox = ({ tables, nowMs, committed, bounds }: Kept): ToldOutbox => {
  /** Who reads for a group, by client. */
  const holdersOfGroups = new Map<string, Map<string, Holder>>();
  let [lastMs, lastSequence] = [0, 0];

  const nextPosition = (): string => {
    const ms = Math.floor(nowMs());
    if (lastMs === 0) {
      const kept = [...tables.news.values()].map(({ position }) => position).sort(comparePositions);
      [lastMs = 0, lastSequence = 0] = (kept.at(-1) ?? '0-0').split('-').map(Number);
    }
    [lastMs, lastSequence] = ms > lastMs ? [ms, 0] : [lastMs, lastSequence + 1];
    return `${lastMs}-${lastSequence}`;
  };

  const entriesOf = (clientId: string): OutboxEntry[] =>
    [...tables.news.values()]
      .filter((row) => row.clientId === clientId)
      .map(({ position, text, previous }) => ({
        position,
        text,
        ...(previous !== undefined && { previous }),
      }));

  const judge = (clientId: string, state: State, atMs: number) => {
    const name = pairName(clientId, state.of);
    const row = tables.told.get(name);
    const known = row !== undefined && row.expiresAtMs > nowMs() ? row : undefined;
    const learned = judgeState(known, state, atMs);
    const isOlderCopy = known !== undefined && state.notAfter?.includes(known.is) === true;
    if (learned !== 'stale' && !isOlderCopy)
      tables.put('told', name, { is: state.is, atMs, expiresAtMs: nowMs() + bounds.lifeMs });
    return { learned, previous: known?.is };
  };

  const tell: ToldOutbox['tell'] = (clientId, notices, atMs) => {
    let last: Learned = 'known';
    for (const { text, state } of notices) {
      const { learned, previous } =
        state === undefined
          ? { learned: 'told' as const, previous: undefined }
          : judge(clientId, state, atMs);
      last = learned;
      if (learned !== 'told') continue;
      const position = nextPosition();
      const row = { clientId, position, text, ...(previous !== undefined && { previous }) };
      tables.put('news', nameOf(position), row);
    }
    return last;
  };

  const progressOf = (group: string, clientId: string): Progress =>
    tables.progress.get(pairName(group, clientId)) ?? atStart;

  const isOpen = ({ upTo, beyond }: Progress, position: string): boolean =>
    comparePositions(position, upTo) > 0 && !beyond.includes(position);

  const reader = (group: string, readerId: string): OutboxReader => {
    const holders = holdersOfGroups.get(group) ?? new Map<string, Holder>();
    holdersOfGroups.set(group, holders);
    const holderOf = (clientId: string): Holder | undefined => {
      const holder = holders.get(clientId);
      return holder !== undefined && holder.untilMs > nowMs() ? holder : undefined;
    };
    return {
      async hold(clientId, leaseMs) {
        const held = holderOf(clientId);
        if (held !== undefined && held.readerId !== readerId) return false;
        const upTo = held?.upTo ?? atStart.upTo;
        holders.set(clientId, { readerId, untilMs: nowMs() + leaseMs, upTo });
        return true;
      },
      async letGo(clientId) {
        if (holderOf(clientId)?.readerId === readerId) holders.delete(clientId);
      },
      async take(clientId, limit) {
        const holder = holderOf(clientId);
        if (holder === undefined || holder.readerId !== readerId) return [];
        const progress = progressOf(group, clientId);
        const next = entriesOf(clientId)
          .filter(({ position }) => comparePositions(position, holder.upTo) > 0 && isOpen(progress, position))
          .slice(0, limit);
        holder.upTo = next.at(-1)?.position ?? holder.upTo;
        return next;
      },
      async acknowledge(clientId, positions) {
        if (positions.length === 0) return;
        const all = entriesOf(clientId).map(({ position }) => position);
        committed(() =>
          tables.put(
            'progress',
            pairName(group, clientId),
            advance(progressOf(group, clientId), positions, all),
          ),
        );
      },
      async backlog(clientId): Promise<Backlog> {
        const progress = progressOf(group, clientId);
        const open = entriesOf(clientId).filter(({ position }) => isOpen(progress, position));
        const oldestMs = Number(open[0]?.position.split('-')[0] ?? nowMs());
        const dropped = tables.dropped.get(clientId)?.count ?? 0;
        return { entries: open.length, oldestAgeMs: Math.max(0, nowMs() - oldestMs), dropped };
      },
    };
  };

  /** Whether any group that there is has not got as far. */
  const isUnread = (clientId: string, position: string): boolean =>
    [...tables.progress].some(
      ([name, progress]) => (JSON.parse(name) as string[])[1] === clientId && isOpen(progress, position),
    );

  const makeRoom = (
    clientId: string,
    rows: readonly (readonly [string, { readonly position: string }])[],
  ): void => {
    const endMs = nowMs() - bounds.lifeMs;
    const isTooOld = ([, { position }]: (typeof rows)[number]) => Number(position.split('-')[0]) < endMs;
    const tooMany = rows.slice(0, Math.max(0, rows.length - bounds.entriesMax));
    for (const [name] of new Set([...tooMany, ...rows.filter(isTooOld)])) tables.put('news', name, undefined);
    const dropped = tooMany.filter(([, { position }]) => isUnread(clientId, position)).length;
    if (dropped === 0) return;
    tables.put('dropped', clientId, { count: (tables.dropped.get(clientId)?.count ?? 0) + dropped });
  };

  const sweep = (): void => {
    const byClient = Map.groupBy(tables.news, ([, { clientId }]) => clientId);
    for (const [clientId, rows] of byClient) makeRoom(clientId, rows);
    for (const [name, { expiresAtMs }] of tables.told)
      if (expiresAtMs <= nowMs()) tables.put('told', name, undefined);
  };

  const outbox: Outbox = {
    async append(clientId, notices) {
      committed(() => tell(clientId, notices, nowMs()));
    },
    nowMs: async () => Math.floor(nowMs()),
    async learn(clientId, notice, readAtMs) {
      const { of, is } = notice.state;
      const known = tables.told.get(pairName(clientId, of));
      const isOvertaken = known !== undefined && known.expiresAtMs > nowMs() && readAtMs <= known.atMs;
      if (isOvertaken && known.is !== is) return 'stale';
      return committed(() => tell(clientId, [notice], readAtMs));
    },
    async readAfter(clientId, position, limit) {
      return entriesOf(clientId)
        .filter((entry) => comparePositions(entry.position, position) > 0)
        .slice(0, limit);
    },
    reader,
  };
  return { outbox, tell, sweep };
};
