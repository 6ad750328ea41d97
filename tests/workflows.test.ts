/** The workflows run what they pinned, with the permissions that they state, and have no logic of their own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));

const access = z.enum(['read', 'write', 'none']);
const permissions = z.record(z.string(), access);
const step = z.union([
  z.strictObject({
    uses: z.string(),
    if: z.string().optional(),
    with: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({
    run: z.string(),
    if: z.string().optional(),
    env: z.record(z.string(), z.string()).optional(),
  }),
]);
const workflowSchema = z.looseObject({
  permissions,
  concurrency: z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() }),
  jobs: z.record(
    z.string(),
    z.looseObject({
      'timeout-minutes': z.number().max(60),
      permissions: permissions.optional(),
      steps: z.array(step).min(1),
    }),
  ),
});

const existing = (command: string): boolean => {
  const [, name] = /^npm (?:run )?([\w:-]+)(?: -- [\w -]+)?$/.exec(command) ?? [];
  if (name !== undefined) return name in scripts;
  const [, file] = /^node (scripts\/[\w/-]+\.mjs)$/.exec(command) ?? [];
  return file !== undefined && existsSync(new URL(file, root));
};

describe.each(readdirSync(new URL('.github/workflows', root)))('the workflow %s', (file) => {
  const text = read(`.github/workflows/${file}`);
  const workflow = workflowSchema.parse(parse(text));
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('pins each action to a commit, and says which version that is', () => {
    const lines = text.match(/uses:.*$/gm) ?? [];
    expect(lines.length).toBe(steps.filter((one) => 'uses' in one).length);
    for (const line of lines) expect(line).toMatch(/^uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('may read the sources and nothing else, where a job does not say otherwise', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const written = Object.values(workflow.jobs).flatMap((job) => Object.keys(job.permissions ?? {}));
    expect(['contents', 'id-token', 'packages']).toEqual(expect.arrayContaining(written));
  });

  test('runs scripts that exist, one in each step', () => {
    const commands = steps.flatMap((one) => ('run' in one ? [one.run] : []));
    expect(commands.filter((command) => !existing(command))).toEqual([]);
    expect(commands).not.toEqual([]);
  });

  test('keeps no credentials in the working copy', () => {
    const checkouts = steps.filter((one) => 'uses' in one && one.uses.startsWith('actions/checkout@'));
    for (const one of checkouts) expect(one).toMatchObject({ with: { 'persist-credentials': false } });
  });
});
