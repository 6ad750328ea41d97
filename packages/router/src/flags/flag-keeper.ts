/** The rollout in effect: from the file, from operators, and from other routers; the highest revision counts, wherever it came from. */
import { setInterval } from 'node:timers';
import {
  type Change,
  changed,
  type Flags,
  latest,
  type Rollout,
  RolloutRefused,
  untouched,
} from '@partner-gateway/rollout';
import type { Observe } from '../observe.ts';
import type { Peers } from './peers.ts';
import type { RolloutFile } from './rollout-file.ts';

/** Keeps the rollout. */
export type FlagKeeper = {
  readonly current: () => Rollout;
  /** Changes it here; others have it within seconds. @throws RolloutRefused, and StaleRevision */
  change(change: Change, author: { readonly name: string; readonly reason: string }): Promise<Rollout>;
  readonly peers: () => Flags['peers'];
  readonly file: () => Flags['file'];
  /** Reads the file and asks the peers once. @throws RolloutRefused when the file cannot be used */
  start(): Promise<void>;
  stop(): void;
};

/** How often the file is looked at and peers are asked. */
const everyMs = 1_000;

type Parts = {
  readonly file: RolloutFile | undefined;
  readonly peers: Peers;
  readonly observe: Pick<Observe, 'log' | 'metrics'>;
  readonly nowMs: () => number;
};

/** Makes a keeper of the rollout that changes nothing. */
export const createFlagKeeper = ({ file, peers, observe, nowMs }: Parts): FlagKeeper => {
  let rollout = untouched;
  let refused: string | undefined;
  let inFile: Rollout | undefined;
  let timer: NodeJS.Timeout | undefined;

  const adopt = (other: Rollout, from: string): void => {
    const next = latest(rollout, other);
    if (next === rollout) return;
    rollout = next;
    observe.log('info', 'The rollout changed', {
      reason: from,
      operator: next.changed_by,
      note: next.reason,
      count: next.revision,
    });
  };

  const readFile = (): void => {
    if (file === undefined) return;
    const read = file.read();
    if (read instanceof RolloutRefused) {
      if (refused !== read.message)
        observe.log('error', 'The file of the rollout cannot be used', { note: read.problems[0] });
      refused = read.message;
      return;
    }
    refused = undefined;
    inFile = read;
    adopt(read, 'file');
  };

  const askPeers = async (): Promise<void> => {
    for (const { rollout: other, url } of await peers.ask()) adopt(other, url);
  };

  const look = (): void => {
    readFile();
    askPeers().catch(() => undefined);
  };

  observe.metrics.observe('router.rollout.revision', () => rollout.revision);
  observe.metrics.observe('router.rollout.file_refused', () => (refused === undefined ? 0 : 1));
  observe.metrics.observe(
    'router.rollout.peers_behind',
    () => peers.known().filter(({ revision }) => revision !== rollout.revision).length,
  );

  const fileState = (): Flags['file'] => {
    if (file === undefined) return null;
    if (refused !== undefined) return { status: 'refused', detail: refused };
    if (inFile === undefined) return { status: 'missing', detail: 'It was not read yet.' };
    return inFile.revision < rollout.revision
      ? { status: 'behind', detail: `It has revision ${inFile.revision}; write the one in effect into it.` }
      : { status: 'in_effect', detail: '' };
  };

  return {
    current: () => rollout,
    change: (change, author) => {
      const next = changed(rollout, change, { ...author, nowMs: nowMs() });
      adopt(next, 'operator');
      if (file?.isWritable === true) {
        file.write(next);
        inFile = next;
      }
      return Promise.resolve(next);
    },
    peers: () => [...peers.known()],
    file: fileState,
    start: async () => {
      readFile();
      if (refused !== undefined) throw new RolloutRefused(refused.split('\n').slice(1));
      await askPeers();
      timer = setInterval(look, everyMs);
    },
    stop: () => clearInterval(timer),
  };
};
