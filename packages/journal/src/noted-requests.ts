/** Requests that ended otherwise than their client hoped: the last of each client, so that any instance can say why. */
import { type JournalDetail, toSafeDetail, toSafeText } from './entry.ts';
import type { EntryStreams } from './entry-streams.ts';
import type { PointerName } from './pointers.ts';

/** By which a request is kept: what is sent without a key must not push out what a partner asks about. */
export type NotedKind = 'failed' | 'empty' | 'turned_away';
const kinds: readonly NotedKind[] = ['failed', 'empty', 'turned_away'];

/** A call that was made for it, or something that was found out. */
export type NotedStep = { readonly step: string; readonly detail: JournalDetail };

export type NotedRequest = {
  readonly atMs: number;
  readonly kind: NotedKind;
  /** Whose it is or claims to be; none where no client is named that there is. */
  readonly clientId?: string | undefined;
  readonly endpoint: string;
  readonly status: number;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  /** The parts of the request that its answer names. */
  readonly fields?: readonly string[];
  readonly latencyMs: number;
  readonly correlationId: string;
  readonly traceId?: string | undefined;
  /** By which it can be found. */
  readonly names: readonly PointerName[];
  readonly steps: readonly NotedStep[];
};

export type NotedRequests = {
  /** Never rejects and never fails a request: what cannot be written is dropped and counted. */
  note(request: NotedRequest): Promise<void>;
  /** Those of the clients that have one of the names, newest first. @throws StoreUnavailable */
  find(clientIds: readonly string[], names: readonly PointerName[]): Promise<NotedRequest[]>;
  /** The last of a client, newest first. @throws StoreUnavailable */
  recent(clientId: string): Promise<NotedRequest[]>;
};

export type NotedRequestsOptions = {
  readonly lifeMs: number;
  /** Most streams that there may be in the store, stories counted. */
  readonly streamsMax: number;
  readonly onDropped: (reason: 'full' | 'unreachable') => void;
};

/** Of each client and kind. */
export const notedMax = 300;
const stepsMax = 30;
const fieldsMax = 10;
const nobody = '-';

const keyOf = (clientId: string | undefined, kind: NotedKind): string =>
  `requests:${kind}:${encodeURIComponent(clientId ?? nobody)}`;

const toSafe = ({ steps, fields, ...request }: NotedRequest): NotedRequest => ({
  ...request,
  correlationId: toSafeText(request.correlationId),
  ...(request.reason !== undefined && { reason: toSafeText(request.reason) }),
  ...(fields !== undefined && { fields: fields.slice(0, fieldsMax).map(toSafeText) }),
  steps: steps.slice(0, stepsMax).map(({ step, detail }) => ({ step, detail: toSafeDetail(detail) })),
});

const newestFirst = (requests: readonly NotedRequest[]): NotedRequest[] =>
  requests.toSorted((one, two) => two.atMs - one.atMs);

/** A flood of refusals must not become a flood of writes: beyond this many a second the others of a client and kind are not kept. */
export const notedPerSecondMax = 20;

/** Says whether one more of a key would be beyond the pace; a second that is over is forgotten as a whole. */
const createPace = () => {
  let second = 0;
  let counts = new Map<string, number>();
  return (key: string, atMs: number): boolean => {
    const now = Math.floor(atMs / 1000);
    if (now !== second) {
      second = now;
      counts = new Map();
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count > notedPerSecondMax;
  };
};

/**
 * Keeps them in streams of the store.
 *
 * @example
 * const noted = createNotedRequests(createMemoryEntryStreams(), { lifeMs: 60_000, streamsMax: 1_000, onDropped: () => {} });
 */
export const createNotedRequests = (streams: EntryStreams, options: NotedRequestsOptions): NotedRequests => {
  const { lifeMs, streamsMax, onDropped } = options;

  const read = async (clientId: string | undefined): Promise<NotedRequest[]> => {
    const texts = await Promise.all(kinds.map((kind) => streams.read(keyOf(clientId, kind))));
    return texts.flat().map((text) => JSON.parse(text) as NotedRequest);
  };

  const isOneTooMany = createPace();

  return {
    async note(request) {
      const key = keyOf(request.clientId, request.kind);
      if (isOneTooMany(key, request.atMs)) return;
      const bounds = { lifeMs, streamsMax, entriesMax: notedMax };
      try {
        const appended = await streams.append(key, JSON.stringify(toSafe(request)), bounds);
        if (appended === 'full') onDropped('full');
      } catch {
        onDropped('unreachable');
      }
    },
    async find(clientIds, names) {
      const wanted = new Set<string>(names);
      const all = await Promise.all([...clientIds, undefined].map(read));
      return newestFirst(all.flat().filter((request) => request.names.some((name) => wanted.has(name))));
    },
    recent: async (clientId) => newestFirst(await read(clientId)),
  };
};
