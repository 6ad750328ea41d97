/** The peers are honest only if they answer what we answer: each variant field by field, ids aside. */
import type { Server } from '../measure.ts';
import { isQuick } from '../options.ts';
import { gatewaySearch, headers, type Size } from '../plan.ts';
import type { Stage } from '../stage.ts';

/** Of each size. */
const variantsCompared = isQuick ? 3 : 32;

type Answer = {
  readonly itineraries: readonly { readonly id: string }[];
  readonly segments: readonly unknown[];
  readonly vehicles: readonly unknown[];
};

const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;

const read = async ({ port }: Server, size: Size) => {
  const response = await fetch(`http://127.0.0.1:${port}${gatewaySearch(size)}`, { headers });
  const { itineraries, segments, vehicles } = (await response.json()) as Answer;
  const facts = [itineraries.map(({ id: _id, ...rest }) => rest), segments, vehicles];
  return { count: itineraries.length, facts: JSON.stringify(facts, inOrder) };
};

/** @throws Error naming the peer, the size and the variant of the first answer that is not the gateway's. */
export const assertSameAnswers = async (
  { pin }: Stage,
  gateway: Server,
  peers: Readonly<Record<string, Server>>,
): Promise<void> => {
  for (const size of [10, 140, 1000] as const) {
    for (let variant = 0; variant < variantsCompared; variant += 1) {
      await pin(variant);
      const ours = await read(gateway, size);
      for (const [name, peer] of Object.entries(peers)) {
        const theirs = await read(peer, size);
        if (ours.count < size || ours.facts !== theirs.facts)
          throw new Error(
            `${name} does not answer what the gateway answers to variant ${variant} of ${size} trips`,
          );
      }
    }
  }
  await pin();
};
