/** P15: how cost grows with clients, stations, open seat locks, the journal, and gateways on one Redis. */
import type { Figure } from '../figures.ts';
import type { Stage } from '../stage.ts';
import { measureGateways } from './gateways.ts';
import { measureJournal } from './journal.ts';
import { measureSearches } from './searches.ts';
import { measureSeatLocks } from './seat-locks.ts';
import { measureStarts } from './starts.ts';
import { createWorlds } from './worlds.ts';

export const measureGrowth = async (stage: Stage): Promise<Figure[]> => {
  const worlds = createWorlds();
  try {
    return [
      ...(await measureSearches(stage, worlds)),
      ...(await measureStarts(stage, worlds)),
      ...(await measureSeatLocks()),
      ...(await measureJournal()),
      ...(await measureGateways(stage, worlds)),
    ];
  } finally {
    worlds.remove();
  }
};
