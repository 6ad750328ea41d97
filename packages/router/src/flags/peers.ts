/** Other routers, asked for the rollout that they have. */
import { lookup } from 'node:dns/promises';
import { type Flags, flagsSchema, type Rollout, routerPaths } from '@partner-gateway/rollout';

/** What one of them said. */
export type PeerAnswer = { readonly url: string; readonly rollout: Rollout };

/** The peers. */
export type Peers = {
  /** Asks all of them; those that do not answer in two seconds are left out. */
  ask(): Promise<readonly PeerAnswer[]>;
  /** What each of them had when it was asked last, null for none. */
  readonly known: () => Flags['peers'];
};

const askMs = 2_000;

/** A name may stand for many: that of a headless service does for every pod. */
const addressesOf = async (url: string): Promise<string[]> => {
  const { hostname, port, protocol } = new URL(url);
  if (protocol === 'https:') return [url];
  try {
    const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true });
    return found.map(
      ({ address, family }) => `http://${family === 6 ? `[${address}]` : address}:${port || 80}`,
    );
  } catch {
    return [url];
  }
};

/** Makes the list of peers; one of them may be this router itself. */
export const createPeers = (urls: readonly string[], key: string | undefined): Peers => {
  const revisions = new Map<string, number | null>();
  const askOne = async (url: string): Promise<PeerAnswer | undefined> => {
    try {
      const response = await fetch(`${url}${routerPaths.flags}`, {
        headers: { 'x-ops-key': key ?? '' },
        redirect: 'manual',
        signal: AbortSignal.timeout(askMs),
      });
      const { rollout } = flagsSchema.parse(await response.json());
      return { url, rollout };
    } catch {
      return undefined;
    }
  };
  return {
    ask: async () => {
      const addresses = (await Promise.all(urls.map(addressesOf))).flat();
      const answers = await Promise.all(addresses.map(askOne));
      for (const url of revisions.keys()) if (!addresses.includes(url)) revisions.delete(url);
      for (const [index, url] of addresses.entries())
        revisions.set(url, answers[index]?.rollout.revision ?? null);
      return answers.filter((answer) => answer !== undefined);
    },
    known: () => [...revisions].map(([url, revision]) => ({ url, revision })),
  };
};
