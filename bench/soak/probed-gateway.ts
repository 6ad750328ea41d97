/** A gateway that tells what its heap holds after a full collection, and how often it met an error that nobody expected. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Server } from '../measure.ts';
import type { Stage } from '../stage.ts';

export type ProbedGateway = {
  readonly server: Server;
  /** After a full collection; with a file, a heap snapshot is written to it as well. */
  readMemory(snapshotFile?: string): Promise<NodeJS.MemoryUsage>;
  /** Rejections and exceptions that nobody handled, by the lines of its log. */
  unexpectedErrors(): number;
};

const probe = new URL('./probe.ts', import.meta.url).pathname;
const unexpected = '"An error that nobody expected"';

/** Counts a text in chunks; what is cut in two is counted as well. */
const createCounter = (wanted: string) => {
  let rest = '';
  let count = 0;
  return {
    add(chunk: string) {
      const all = rest + chunk;
      count += all.split(wanted).length - 1;
      rest = all.slice(1 - wanted.length);
    },
    count: () => count,
  };
};

export const startProbedGateway = async ({ startGateway }: Stage): Promise<ProbedGateway> => {
  const socketPath = join(tmpdir(), `partner-gateway-heap-${randomUUID()}.sock`);
  const errors = createCounter(unexpected);
  const server = await startGateway(
    { HEAP_SOCKET: socketPath },
    { flags: ['--expose-gc', `--import=${probe}`], isPinned: false, onOutput: errors.add },
  );
  return {
    server,
    async readMemory(snapshotFile = '') {
      const socket = connect(socketPath);
      await once(socket, 'connect');
      socket.write(`${snapshotFile}\n`);
      return JSON.parse(await text(socket)) as NodeJS.MemoryUsage;
    },
    unexpectedErrors: errors.count,
  };
};
