/** One version to the partners of a place: a canary, the gate, and then everything or nothing of it. */
import { watch } from './watch.mjs';

/** @typedef {import('./watch.mjs').Place} Place */

/**
 * Releases. Whatever fails on the way takes the canary back before it is thrown.
 *
 * @param {Place} place @param {string} version @param {import('./watch.mjs').Watching} watching
 * @returns {Promise<{ outcome: 'promoted' | 'rolled_back', line: string, rollBackMs?: number }>}
 */
export const release = async (place, version, watching) => {
  const { percent, tell, now } = watching;
  const takeBack = async () => {
    const startedMs = now();
    await place.rollBack();
    const rollBackMs = now() - startedMs;
    tell(`rolled back in ${(rollBackMs / 1000).toFixed(1)} s`);
    return rollBackMs;
  };
  try {
    await place.deploy(version);
    await place.weigh(percent);
    tell(`${version} has ${percent} %`);
    const { decision, line } = await watch(place, watching);
    if (decision !== 'advance') return { outcome: 'rolled_back', line, rollBackMs: await takeBack() };
    await place.promote(version);
    tell(`${version} has everything`);
    return { outcome: 'promoted', line };
  } catch (error) {
    await takeBack();
    throw error;
  }
};
