/** Runs what a partner would run, with the environment that a partner has. */
import { type RunOptions, run } from '../../scripts/lib/run.mjs';

/** What the test runner sets for itself. */
const unset = { NODE_ENV: undefined, NODE_PATH: undefined, VITEST: undefined };

/** Throws with everything it printed unless it ends well. @returns its stdout */
export async function mustPass(command: string, args: readonly string[], options: RunOptions = {}) {
  const env = { ...unset, ...options.env };
  const { code, output, stdout } = await run(command, args, { ...options, env });
  if (code !== 0) throw new Error(`${output}\n${command} ${args.join(' ')}: exit code ${code}`);
  return stdout;
}
