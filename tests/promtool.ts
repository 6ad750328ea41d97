/** Prometheus' own tool, in the folder of the rules. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const folder = fileURLToPath(new URL('../deploy/observability/prometheus/', import.meta.url));
export const promtool = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.env.PROMTOOL_BIN ?? 'promtool', args, {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};

export const stories = readdirSync(folder).filter((file) => file.endsWith('.test.yml'));
