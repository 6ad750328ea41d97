/**
 * Loaded into a gateway with `--import`: answers on the socket that `HEAP_SOCKET` names what its heap holds after a full collection,
 * and writes a snapshot of it to the file that a line names. Wants `--expose-gc`.
 */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeHeapSnapshot } from 'node:v8';

/** A second one takes what finalizers of the first let go. */
const collections = 3;

const collect = async (): Promise<void> => {
  for (let done = 0; done < collections; done += 1) {
    globalThis.gc?.();
    await sleep(20);
  }
};

const answer = async (file: string): Promise<string> => {
  await collect();
  const memory = process.memoryUsage();
  if (file !== '') writeHeapSnapshot(file);
  return JSON.stringify(memory);
};

const server = createServer((socket) => {
  socket.setEncoding('utf8').once('data', (line: string) => {
    answer(line.trim()).then(
      (text) => socket.end(text),
      (error: unknown) => socket.destroy(error as Error),
    );
  });
});
server.listen(process.env.HEAP_SOCKET).unref();
