/** The fake beside the real gateway, the rest: searches, what follows a booking, and whatever can go wrong are answered the same. */
import { compare } from './conformance/compare.ts';
import { slowWorlds } from './conformance/worlds.ts';

for (const world of slowWorlds) compare(world);
