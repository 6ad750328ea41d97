/** The first look at a version that was just deployed: that it is there, that it is this one, and that it is ready. */

const triesMax = 60;
const pauseMs = 1_000;

/** @param {string} url @returns {Promise<any>} undefined when there is no good answer */
const read = async (url) => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Waits up to a minute.
 *
 * @param {string} baseUrl @param {{ version: string, sleep: (ms: number) => Promise<unknown> }} options
 * @throws {Error} with what it says instead
 */
export const smoke = async (baseUrl, { version, sleep }) => {
  let health;
  let readiness;
  for (let tries = 0; tries < triesMax; tries += 1) {
    [health, readiness] = [await read(`${baseUrl}/health`), await read(`${baseUrl}/ready`)];
    if (health?.version === version && readiness !== undefined) return;
    await sleep(pauseMs);
  }
  throw new Error(
    `${baseUrl} has version ${health?.version}, and is ${readiness === undefined ? 'not ready' : 'ready'}`,
  );
};
