/** Adds up what the steps of `npm test` report, and prints the closing table. */
import { readFileSync } from 'node:fs';
import { root } from './root.mjs';

/** @typedef {{ passed: number, failed: number }} Counts */
/** @typedef {{ name: string, code: number, seconds: number, counts: Counts }} Result */

/** @param {string} report @returns {Counts | undefined} undefined when the step died before it wrote one */
const readReport = (report) => {
  try {
    const found = JSON.parse(readFileSync(`${root}/reports/${report}.json`, 'utf8'));
    return { passed: found.numPassedTests, failed: found.numFailedTests };
  } catch {
    return undefined;
  }
};

/**
 * What a step counts for. A step that failed counts at least one failure, so that red never reads "0 failed".
 * @param {string | undefined} report
 * @param {number} code
 * @returns {Counts}
 */
export const countOf = (report, code) => {
  const { passed, failed } = (report && readReport(report)) || { passed: 0, failed: 0 };
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
};

/** @param {readonly Result[]} results @param {number} planned how many steps there are when all run */
export const printSummary = (results, planned) => {
  for (const { name, code, seconds, counts } of results) {
    const checks =
      counts.passed + counts.failed > 0 ? `  ${counts.passed} passed, ${counts.failed} failed` : '';
    console.log(
      `${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s${checks}`,
    );
  }
  if (results.length < planned) console.log(`not run after the failure: ${planned - results.length} steps`);
  const total = (key) => results.reduce((sum, { counts }) => sum + counts[key], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
};
