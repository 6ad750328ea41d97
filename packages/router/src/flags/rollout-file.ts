/** The file of the rollout: read when it changed, and written whole. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Rollout, RolloutRefused, readRollout } from '@partner-gateway/rollout';

/** The file. */
export type RolloutFile = {
  readonly isWritable: boolean;
  /** What it says, or why it cannot be used. */
  read(): Rollout | RolloutRefused;
  write(rollout: Rollout): void;
};

const indent = 2;

/** Looks at a file. A mounted one is replaced and not changed, so its text is compared and not its time. */
export const createRolloutFile = (path: string, isWritable: boolean): RolloutFile => {
  let text: string | undefined;
  let last: Rollout | RolloutRefused = new RolloutRefused(['it was not read yet']);
  const parse = (): Rollout | RolloutRefused => {
    try {
      const fresh = readFileSync(path, 'utf8');
      if (fresh === text) return last;
      text = fresh;
      return readRollout(fresh);
    } catch (error) {
      if (error instanceof RolloutRefused) return error;
      text = undefined;
      return new RolloutRefused(['ROLLOUT_FILE cannot be read']);
    }
  };
  return {
    isWritable,
    read: () => {
      last = parse();
      return last;
    },
    write: (rollout) => {
      const next = `${path}.next`;
      writeFileSync(next, `${JSON.stringify(rollout, undefined, indent)}\n`);
      renameSync(next, path);
    },
  };
};
