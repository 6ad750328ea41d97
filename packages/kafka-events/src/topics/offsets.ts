/** How far topics go, and how far consumers of them have come. */
import type { Admin, ListConsumerGroupOffsetsGroup } from '@platformatic/kafka';

/** End of each partition, by topic. */
export type EndOffsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** What the protocol calls the end of a partition. */
const latest = -1n;

export const readEndOffsets = async (
  admin: Admin,
  partitionsOf: ReadonlyMap<string, number>,
): Promise<EndOffsets> => {
  if (partitionsOf.size === 0) return new Map();
  const topics = [...partitionsOf].map(([name, count]) => ({
    name,
    partitions: Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp: latest })),
  }));
  const listed = await admin.listOffsets({ topics });
  return new Map(
    listed.map(({ name, partitions }) => [
      name,
      new Map(partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset])),
    ]),
  );
};

/** How many records were written between two readings; none where the topic was made anew in between. */
export const growthOf = (topic: string, before: EndOffsets, after: EndOffsets): number =>
  [...(after.get(topic) ?? [])].reduce((sum, [partition, end]) => {
    const grown = Number(end - (before.get(topic)?.get(partition) ?? 0n));
    return sum + Math.max(0, grown);
  }, 0);

/** What a group has not read of a topic. */
export type TopicLag = {
  readonly topic: string;
  /** Records between what it has confirmed and the end, of the partitions in which it has confirmed something. */
  readonly lag: number;
  /** Partitions in which it has confirmed nothing; nobody knows what it will read of them. */
  readonly unconfirmedPartitions: number;
};

/** Compares what a group has confirmed with the ends of its topics. */
export const lagsOf = (
  { topics }: Pick<ListConsumerGroupOffsetsGroup, 'topics'>,
  ends: EndOffsets,
): TopicLag[] =>
  topics.map(({ name, partitions }) => {
    const confirmed = new Map(
      partitions
        .filter(({ committedOffset }) => committedOffset >= 0n)
        .map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset]),
    );
    const known = [...(ends.get(name) ?? [])];
    const lag = known.reduce((sum, [partition, end]) => {
      const at = confirmed.get(partition);
      return at === undefined ? sum : sum + Math.max(0, Number(end - at));
    }, 0);
    const unconfirmed = known.filter(([partition]) => !confirmed.has(partition));
    return { topic: name, lag, unconfirmedPartitions: unconfirmed.length };
  });
