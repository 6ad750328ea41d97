/** A guarded write that sends nothing: claimed, promised to the nodes, given back. Where it passes, a write would. */
import { randomUUID } from 'node:crypto';
import { type StoreDownReason, StoreUnavailable, type WriteStore } from './protocol/store.ts';

/** How the walk ended; `outOfOrder` should never be seen. */
export type CanaryResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly reason: StoreDownReason | 'out_of_order' };

/** No client can be called so. */
const canaryClient = '~canary';

/** Walks that were killed on their way leave a record behind, which nobody else looks after. */
const clearUp = async (store: WriteStore): Promise<void> => {
  for (const left of await store.takeDue(canaryClient, { leaseMs: 10_000, limit: 20 }))
    await store.release(left, { attemptId: left.op.owner, fence: left.op.fence });
};

const walk = async (store: WriteStore): Promise<CanaryResult> => {
  await store.prepare(canaryClient);
  await clearUp(store);
  const { memoryId, nowMs = 0 } = store.stamp(canaryClient);
  const subject = { clientId: canaryClient, operation: 'reserve', subject: randomUUID() } as const;
  const begun = await store.begin(subject, {
    attemptId: randomUUID(),
    recordKey: `canary-${randomUUID()}`,
    keyed: false,
    fingerprint: 'canary',
    requestId: 'canary',
    context: '',
    token: { memoryId, issuedAtMs: nowMs },
  });
  if (begun.kind !== 'claimed') return { kind: 'failed', reason: 'out_of_order' };
  try {
    const { kind } = await store.toSend(subject, begun.claim);
    return kind === 'sending' ? { kind: 'passed' } : { kind: 'failed', reason: 'out_of_order' };
  } finally {
    await store.release(subject, begun.claim);
  }
};

/**
 * Walks once. Never rejects.
 *
 * @example
 * await walkCanary(createMemoryWriteStore()); // { kind: 'passed' }
 */
export const walkCanary = async (store: WriteStore): Promise<CanaryResult> => {
  try {
    return await walk(store);
  } catch (error) {
    if (error instanceof StoreUnavailable) return { kind: 'failed', reason: error.reason };
    throw error;
  }
};
