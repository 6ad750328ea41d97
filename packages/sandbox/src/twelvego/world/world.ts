/** The sandbox's world: its places and companies, for a master-data service that shall know the same. */
import { classes, operators } from './operators.ts';
import { provinces, stations } from './places.ts';

/** The places and companies of the sandbox, with partner-side ids, for building a master-data service beside it. */
export const world = { provinces, stations, operators, classes } as const;

export type World = typeof world;
