/** What becomes of webhooks and notifications when Redis fails between two steps of a relay. */
import { createMemoryWebhookQueue, type WebhookQueue } from '@partner-gateway/webhooks';
import { createMemoryOutbox, type Outbox, StoreUnavailable } from '@partner-gateway/write-guard';
import { describe, expect, test } from 'vitest';
import { statusNotice } from '../../src/events/status-notice.ts';
import { takeInOrder } from '../../src/events/taken-in-order.ts';
import { createStatusWebhooks } from '../../src/relay/status-webhooks.ts';

const noticeOf = (bid: string, status: 'reserved' | 'approved') =>
  statusNotice({
    clientId: 'acme',
    bid,
    bookingId: `BK-${bid}-7GQ2M`,
    status,
    ticketUrl: null,
    updatedAt: '2026-10-28T09:42:15',
    correlationId: 'c-1',
    nowMs: 1_793_180_535_123,
  });

/** Fails at the step that is named, once, before or after it was done. */
const failingOnce = () => {
  let next: 'before' | 'after' | undefined;
  const through = async <Value>(step: () => Promise<Value>): Promise<Value> => {
    const when = next;
    next = undefined;
    if (when === 'before') throw new StoreUnavailable('unreachable');
    const value = await step();
    if (when === 'after') throw new StoreUnavailable('unreachable');
    return value;
  };
  return {
    through,
    fail(when: 'before' | 'after') {
      next = when;
    },
  };
};

const statusesOf = async (queue: WebhookQueue): Promise<string[]> => {
  const told: string[] = [];
  for (;;) {
    const { taken } = await queue.takeDue('acme', { limit: 10, leaseMs: 1_000 });
    if (taken.length === 0) return told;
    for (const one of taken) {
      told.push(JSON.parse(one.payload).status);
      await queue.delivered('acme', one);
    }
  }
};

const append = (outbox: Outbox, status: 'reserved' | 'approved') =>
  outbox.append('acme', [noticeOf('8451207', status)]);

describe('a change of a booking', () => {
  test.each(['before', 'after'] as const)(
    'is queued in order and once when Redis fails %s it is queued, and another follows',
    async (when) => {
      const outbox = createMemoryOutbox();
      const queue = createMemoryWebhookQueue({ nowMs: () => 0 });
      const flaky = failingOnce();
      const webhooks = createStatusWebhooks({
        reader: outbox.reader('webhooks', 'relay-1'),
        queue: { ...queue, enqueue: (...args) => flaky.through(() => queue.enqueue(...args)) },
        isDurable: true,
        isWanted: () => true,
      });
      await append(outbox, 'reserved');
      flaky.fail(when);
      await expect(webhooks.sort('acme')).rejects.toThrow(StoreUnavailable);
      await append(outbox, 'approved');
      await webhooks.sort('acme');
      expect(await statusesOf(queue)).toEqual(['reserved', 'approved']);
      expect(await outbox.reader('webhooks', 'relay-1').backlog('acme')).toMatchObject({ entries: 0 });
    },
  );

  test('that was taken is taken again when the answer of Redis is lost', async () => {
    const outbox = createMemoryOutbox();
    const reader = outbox.reader('webhooks', 'relay-1');
    const flaky = failingOnce();
    const lossy = {
      ...reader,
      take: (id: string, limit: number) => flaky.through(() => reader.take(id, limit)),
    };
    const take = takeInOrder(lossy, { leaseMs: 5_000, limit: 10 });
    await append(outbox, 'reserved');
    flaky.fail('after');
    await expect(take('acme', async (entries) => entries.length)).rejects.toThrow(StoreUnavailable);
    expect(await take('acme', async (entries) => entries.length)).toBe(1);
  });
});
