/** Works notifications off: each booking is read from 12go, and its status told where it is news. */
import { TwelveGoError, toBookingId } from '@partner-gateway/twelvego-client';
import { type OutboxEntry, type OutboxReader, StoreUnavailable } from '@partner-gateway/write-guard';
import type { ChangedBooking, Deps } from '../../deps.ts';
import { GatewayError } from '../../errors.ts';
import { takeInOrder } from '../../events/taken-in-order.ts';
import { createPartnerCall } from '../../partner-call.ts';
import { deadLetters, type InboxNote, readInboxNote, toUnusable } from './inbox-notes.ts';
import { learnStatus } from './learned-status.ts';
import { sharingKey, storiesOf } from './look-ups.ts';

type Slice = Pick<Deps, 'callers' | 'clock' | 'events' | 'observe' | 'tokens' | 'upstream' | 'writes'>;

export type NotifiedStatuses = {
  /** Nobody vouches for it: read only if the booking is known here, and at most one a second of a client. */
  hint(changed: ChangedBooking): void;
  /** Works what is due, of every client. */
  tick(): Promise<void>;
};

type Waiting = { readonly note: InboxNote; readonly tries: number; readonly notBeforeMs: number };
type Worked = 'done' | 'again' | 'unknown_booking' | 'unknown_owner';

const holdMs = 30_000;
const takenAtOnce = 50;
const hintsMax = 100;
const hintEveryMs = 1_000;
/** Pauses after the first, second, … read that failed; after the last it is set aside. About an hour in all. */
const backOffMs: readonly number[] = [2_000, 5_000, 15_000, 60_000, 300_000, 900_000, 2_400_000];
/** So often: what tells of a booking may be ahead of what reads it. */
const unknownTriesMax = 3;
/** How often it is read again at once, because something was told while it was read. */
const staleMax = 3;

const isExpected = (error: unknown): boolean =>
  TwelveGoError.isInstance(error) || error instanceof GatewayError || error instanceof StoreUnavailable;

const readUntilLearned = async (
  deps: Slice,
  clientId: string,
  { bid }: Pick<InboxNote, 'bid'>,
): Promise<Worked> => {
  const partner = deps.callers.partners.find(clientId);
  if (partner === undefined) return 'again';
  const trace = { correlationId: `notified-${bid}` };
  const call = createPartnerCall<keyof Slice>(deps, partner, { trace, log: deps.observe.log });
  const client = deps.upstream.twelveGo.as(partner, trace);
  for (let times = 0; times < staleMax; times += 1) {
    const readAtMs = await deps.events.outbox.nowMs(clientId);
    const booking = await client.booking(toBookingId(bid));
    const learned = await learnStatus(call, { booking, readAtMs });
    if (learned === 'told')
      void deps.writes.journal.append({ clientId, id: bid }, 'event', {
        event: 'booking.status_changed',
        state: booking.status,
      });
    if (learned !== 'stale') return 'done';
  }
  return 'again';
};

/**
 * Whose booking it is. Of several clients with one 12go key each can read it, and its id makes it theirs: only those whose story it is
 * are told of it, whomever the notification names.
 */
const ownersOf = async (deps: Slice, clientId: string, bid: string): Promise<string[]> => {
  if (sharingKey(deps.callers.partners, clientId).length <= 1) return [clientId];
  const stories = await storiesOf(deps, clientId, bid);
  return stories.filter(({ entries }) => entries.length > 0).map((story) => story.clientId);
};

const work = async (deps: Slice, clientId: string, note: Pick<InboxNote, 'bid'>): Promise<Worked> => {
  try {
    const owners = await ownersOf(deps, clientId, note.bid);
    const worked = await Promise.all(owners.map((owner) => readUntilLearned(deps, owner, note)));
    if (worked.includes('again')) return 'again';
    return worked.length > 0 ? 'done' : 'unknown_owner';
  } catch (error) {
    if (TwelveGoError.isInstance(error) && error.status === 404) return 'unknown_booking';
    const reason = isExpected(error) ? 'unreadable' : 'unexpected';
    deps.observe.log('warn', 'A notified booking could not be read', {
      client_id: clientId,
      integration_id: note.bid,
      reason,
    });
    return 'again';
  }
};

const setAside = (
  deps: Slice,
  clientId: string,
  { bid, isSigned, reason }: Pick<InboxNote, 'bid' | 'isSigned'> & { readonly reason: string },
) => {
  deps.observe.log('error', 'A notification was set aside', {
    client_id: clientId,
    integration_id: bid,
    reason,
  });
  deps.observe.metrics.count('gateway.notification.kept', { outcome: 'gave_up' });
  return deps.events.inbox.append(deadLetters, [
    toUnusable({ reason, clientId, bid, isSigned, atMs: deps.clock.nowMs() }),
  ]);
};

/** The notifications of one client that this reader holds. */
const createClientInbox = (deps: Slice, reader: OutboxReader, clientId: string) => {
  const waiting = new Map<string, Waiting>();

  const take = takeInOrder(reader, { leaseMs: holdMs, limit: takenAtOnce });

  const keep = async (entries: readonly OutboxEntry[]): Promise<true> => {
    for (const { position, text } of entries) {
      const note = readInboxNote(text);
      if (note === undefined) await reader.acknowledge(clientId, [position]);
      else if (!waiting.has(position)) waiting.set(position, { note, tries: 0, notBeforeMs: 0 });
    }
    return true;
  };

  const finish = async (same: readonly [string, Waiting][], reason?: string): Promise<void> => {
    const [first] = same;
    if (reason !== undefined && first !== undefined)
      await setAside(deps, clientId, { ...first[1].note, reason });
    const positions = same.map(([position]) => position);
    await reader.acknowledge(clientId, positions);
    for (const position of positions) waiting.delete(position);
  };

  /** One read serves every notification of a booking that came before it. */
  const workOne = async (bid: string, same: readonly [string, Waiting][]): Promise<void> => {
    deps.writes.bookingChanged({ clientId, bid, isSigned: true });
    const worked = await work(deps, clientId, { bid });
    if (worked === 'done') return finish(same);
    const tries = Math.max(...same.map(([, entry]) => entry.tries));
    const pauseMs = worked === 'again' || tries < unknownTriesMax ? backOffMs[tries] : undefined;
    if (pauseMs === undefined) return finish(same, worked === 'again' ? 'unreadable' : worked);
    const notBeforeMs = deps.clock.nowMs() + pauseMs;
    for (const [position, entry] of same) waiting.set(position, { ...entry, tries: tries + 1, notBeforeMs });
  };

  return {
    async tick(): Promise<void> {
      if ((await take(clientId, keep)) === undefined) return waiting.clear();
      const due = [...waiting].filter(([, { notBeforeMs }]) => notBeforeMs <= deps.clock.nowMs());
      for (const [bid, same] of Map.groupBy(due, ([, { note }]) => note.bid)) await workOne(bid, same);
    },
  };
};

const createHints = (deps: Slice) => {
  const hints = new Map<string, ChangedBooking>();
  const notBeforeMs = new Map<string, number>();
  return {
    add(changed: ChangedBooking): void {
      const name = `${changed.clientId} ${changed.bid}`;
      if (hints.size < hintsMax || hints.has(name)) hints.set(name, changed);
    },
    async tick(): Promise<void> {
      for (const [name, { clientId, bid, isOurs = false }] of [...hints]) {
        if ((notBeforeMs.get(clientId) ?? 0) > deps.clock.nowMs()) continue;
        hints.delete(name);
        const stories = isOurs ? [] : await storiesOf(deps, clientId, bid);
        if (!isOurs && !stories.some(({ entries }) => entries.length > 0)) continue;
        notBeforeMs.set(clientId, deps.clock.nowMs() + hintEveryMs);
        await work(deps, clientId, { bid });
      }
    },
  };
};

/**
 * What was taken is worked once over all instances, by whichever holds the client; a kill only delays it.
 *
 * @example
 * const statuses = createNotifiedStatuses(deps, 'instance-1');
 * await statuses.tick();
 */
export const createNotifiedStatuses = (deps: Slice, readerId: string): NotifiedStatuses => {
  const reader = deps.events.inbox.reader('gateway', readerId);
  const inboxes = new Map<string, ReturnType<typeof createClientInbox>>();
  const hints = createHints(deps);

  const tickClient = async (clientId: string): Promise<void> => {
    const inbox = inboxes.get(clientId) ?? createClientInbox(deps, reader, clientId);
    inboxes.set(clientId, inbox);
    try {
      await inbox.tick();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      deps.observe.log('debug', 'The inbox of notifications is out of reach');
    }
  };

  return {
    hint: hints.add,
    async tick() {
      await Promise.all(deps.callers.partners.all().map(({ clientId }) => tickClient(clientId)));
      await hints.tick().catch((error: unknown) => {
        if (!(error instanceof StoreUnavailable)) throw error;
      });
    },
  };
};
