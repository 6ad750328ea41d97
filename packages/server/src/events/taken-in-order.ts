/** What a reader takes of a client, worked in order: what failed is taken again before anything behind it. */
import type { OutboxEntry, OutboxReader } from '@partner-gateway/write-guard';

export type TakingInOrder = {
  readonly leaseMs: number;
  /** Most entries at once. */
  readonly limit: number;
};

/**
 * Within one hold the outbox goes on with what follows, also after a reply that was lost; so a client is held anew after any failure.
 * Undefined where another reader has it.
 *
 * @throws what the work or the outbox throws
 * @example
 * const take = takeInOrder(outbox.reader('mail', 'mailer-1'), { leaseMs: 10_000, limit: 100 });
 * await take('acme', async (entries) => entries.length);
 */
export const takeInOrder = (reader: OutboxReader, { leaseMs, limit }: TakingInOrder) => {
  const begun = new Set<string>();
  return async <Result>(
    clientId: string,
    work: (entries: readonly OutboxEntry[]) => Promise<Result>,
  ): Promise<Result | undefined> => {
    if (begun.has(clientId)) await reader.letGo(clientId);
    begun.add(clientId);
    const isHeld = await reader.hold(clientId, leaseMs);
    const worked = isHeld ? await work(await reader.take(clientId, limit)) : undefined;
    begun.delete(clientId);
    return worked;
  };
};
