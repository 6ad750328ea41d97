/** Messages for people: always on stderr, so that stdout stays free for data. */

/** @param {string} message */
export const say = (message) => {
  process.stderr.write(`${message}\n`);
};

/**
 * Ends the process with one line that says what to do.
 * @param {string} message
 * @returns {never}
 */
export const giveUp = (message) => {
  say(message);
  process.exit(1);
};

/** @param {number} startedMs from `performance.now()` */
export const secondsSince = (startedMs) => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
