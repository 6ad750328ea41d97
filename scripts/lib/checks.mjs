/** Named checks outside vitest: each is run, printed and counted; the count goes to reports/<suite>.json for `npm test`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { root } from './root.mjs';
import { secondsSince } from './say.mjs';

/** @param {string} suite its name in the output and of its report */
export function createChecks(suite) {
  const counts = { passed: 0, failed: 0 };

  /**
   * Runs one check; a throw is its failure and is printed, not passed on.
   * @param {string} name
   * @param {() => unknown} body
   */
  async function check(name, body) {
    const startedMs = performance.now();
    try {
      await body();
      counts.passed += 1;
      console.log(`  ok    ${suite}: ${name} (${secondsSince(startedMs)})`);
    } catch (error) {
      counts.failed += 1;
      console.log(`  FAIL  ${suite}: ${name}\n${error instanceof Error ? error.message : error}`);
    }
  }

  /**
   * Runs the ground that other checks stand on: only its failure counts.
   * @param {string} name
   * @param {() => Promise<unknown>} body
   */
  async function attempt(name, body) {
    try {
      await body();
    } catch (error) {
      await check(name, () => Promise.reject(error));
    }
  }

  /** Writes the report; the process then ends with 1 when a check failed or none ran. */
  function finish() {
    if (counts.passed + counts.failed === 0) counts.failed = 1;
    mkdirSync(`${root}/reports`, { recursive: true });
    writeFileSync(`${root}/reports/${suite}.json`, `${JSON.stringify(counts)}\n`);
    console.log(`${suite}: ${counts.passed} passed, ${counts.failed} failed`);
    process.exit(counts.failed === 0 ? 0 : 1);
  }

  return { check, attempt, finish };
}
