/** Every store of a gateway: the write guard's, what lives beside it, and the search cache; started, checked and ended together. */
import type { Config } from '@partner-gateway/settings';
import type { ReadinessCheck } from '../deps.ts';
import type { SearchStore } from './search-store.ts';
import { createSearchStore } from './search-store.ts';
import type { SideStore } from './side-store.ts';
import { createSideStore } from './side-store.ts';
import type { Store } from './store.ts';
import { createStore } from './store.ts';
import type { Surroundings } from './surroundings.ts';

export type Stores = {
  readonly guard: Store;
  readonly side: SideStore;
  readonly search: SearchStore;
  readonly checks: readonly ReadinessCheck[];
  /** Resolves when they answer, or after a moment when they do not. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Takes the logins of these settings, each where it is another. @throws when one is refused: its old one stays */
  readonly logIn: (config: Config) => Promise<void>;
};

/**
 * Makes the stores that the settings ask for.
 *
 * @throws StoreFileError when the file of STORE=disk cannot be used.
 */
export const createStores = (config: Config, surroundings: Surroundings): Stores => {
  const guard = createStore(config, { ...surroundings, entriesMax: config.OUTBOX_ENTRIES_MAX });
  const side = createSideStore(config, surroundings);
  const search = createSearchStore(config, surroundings);
  return {
    guard,
    side,
    search,
    checks: [guard.check, ...side.checks, ...search.checks],
    async start() {
      await Promise.all([guard.start(), side.start()]);
    },
    async logIn(changed) {
      await Promise.all([guard.logIn(changed), side.logIn(changed), search.logIn(changed)]);
    },
    async close() {
      search.close();
      side.close();
      await guard.close();
    },
  };
};
