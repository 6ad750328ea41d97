/** The lines of a recording, one at a time however large it is; one that ends in .gz is unpacked on the way. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CommandFailure } from '../failure.ts';

/** A line and its number, from 1. */
export type NumberedLine = { readonly number: number; readonly text: string };

const unreadable = (path: string, error: unknown): CommandFailure => {
  const { code = 'unreadable' } = error as NodeJS.ErrnoException;
  return new CommandFailure('usage', `${path} cannot be read (${code})`);
};

const streamOf = (path: string): NodeJS.ReadableStream => {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  const unpacked = createGunzip();
  // What goes wrong on the way ends the stream that is read, which tells of it.
  pipeline(file, unpacked, () => undefined);
  return unpacked;
};

/** Whether something went wrong with the file, and not with whoever reads its lines. */
const isOfFile = (error: unknown): boolean =>
  typeof (error as NodeJS.ErrnoException | undefined)?.syscall === 'string' ||
  String((error as NodeJS.ErrnoException | undefined)?.code).startsWith('Z_');

/** @throws CommandFailure `usage` for a file that cannot be read */
export async function* linesOf(path: string): AsyncGenerator<NumberedLine> {
  const input = streamOf(path);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  // Older versions of Node end the lines without a word.
  let failure: unknown;
  input.once('error', (error) => {
    failure = error;
    lines.close();
  });
  let number = 0;
  try {
    for await (const text of lines) {
      number += 1;
      if (text.trim() !== '') yield { number, text };
    }
  } catch (error) {
    throw isOfFile(error) ? unreadable(path, error) : error;
  } finally {
    lines.close();
  }
  if (failure !== undefined) throw unreadable(path, failure);
}
