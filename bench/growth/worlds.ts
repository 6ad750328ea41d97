/** What gateways start from as clients and stations grow: files for few of both, and for many of one at a time. */
import type { Server } from '../measure.ts';
import { isQuick } from '../options.ts';
import type { Stage } from '../stage.ts';
import { type BenchClient, createWorld, stationsInFull, stationsOfSandbox } from '../world.ts';

/** Clients, or stations, of the smaller and of the larger world. */
export const clientCounts = isQuick ? ([100, 1_000] as const) : ([1_000, 10_000] as const);
export const stationCounts = [stationsInFull / 10, stationsInFull] as const;

const unlimited = 10_000_000;

/** The clients of the larger world beside the usual one. */
export const otherClients: readonly BenchClient[] = Array.from(
  { length: clientCounts[1] - 1 },
  (_, index) => ({
    id: `growth-${index}`,
    searchesPerMin: unlimited,
  }),
);

export type Worlds = {
  /** By name, what of the environment is of that world. */
  readonly named: Readonly<Record<WorldName, Readonly<Record<string, string>>>>;
  remove(): void;
};

export type WorldName = 'few' | 'someClients' | 'manyClients' | 'someStations' | 'manyStations';

export const createWorlds = (): Worlds => {
  const worlds = {
    few: createWorld([], stationsOfSandbox),
    someClients: createWorld(otherClients.slice(0, clientCounts[0] - 1), stationsOfSandbox),
    manyClients: createWorld(otherClients, stationsOfSandbox),
    someStations: createWorld([], stationCounts[0]),
    manyStations: createWorld([], stationCounts[1]),
  };
  const { few, someClients, manyClients, someStations, manyStations } = worlds;
  return {
    named: {
      few: few.environment,
      someClients: someClients.environment,
      manyClients: manyClients.environment,
      someStations: someStations.environment,
      manyStations: manyStations.environment,
    },
    remove() {
      for (const world of Object.values(worlds)) world.remove();
    },
  };
};

/** A gateway of such a world, with the stage's 12go behind it. */
export const startIn = (
  stage: Stage,
  world: Worlds['named'][WorldName],
  changes: Readonly<Record<string, string>> = {},
): Promise<Server> => stage.startGateway({ ...world, ...changes });
