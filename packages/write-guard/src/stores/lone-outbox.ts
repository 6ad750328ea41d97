/** An outbox in process memory that belongs to no store of writes. */
import type { Outbox } from '../outbox.ts';
import { defaultOutboxBounds, type OutboxBounds } from '../protocol/notices.ts';
import { createToldOutbox } from './memory-outbox.ts';
import { createTables } from './record-tables.ts';

/**
 * Creates it empty; see {@link Outbox}. What is too much goes with the next append. `nowMs` defaults to the wall clock.
 *
 * @example
 * const inbox = createMemoryOutbox({ entriesMax: 1_000 });
 * await inbox.append('acme', [{ text: 'hello' }]);
 */
export const createMemoryOutbox = ({
  nowMs = Date.now,
  ...bounds
}: Partial<OutboxBounds> & { readonly nowMs?: () => number } = {}): Outbox => {
  const tables = createTables(undefined);
  const committed = <Reply>(work: () => Reply): Reply => {
    const reply = work();
    tables.commit();
    return reply;
  };
  const kept = createToldOutbox({ tables, nowMs, committed, bounds: { ...defaultOutboxBounds, ...bounds } });
  return {
    ...kept.outbox,
    async append(clientId, notices) {
      await kept.outbox.append(clientId, notices);
      committed(kept.sweep);
    },
  };
};
