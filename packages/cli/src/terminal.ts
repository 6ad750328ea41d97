/** Questions to whoever sits at the terminal, and what is typed there or piped in. */
import { CommandFailure } from './failure.ts';

/** Where a question and its answer are shown; `terminal` keeps the terminal itself from showing what is typed. */
type Screen = { readonly output: NodeJS.WritableStream; readonly terminal?: true };

/** On stderr, because stdout is data. A terminal in this mode passes Ctrl-C on as a key, so it ends the question. */
export const askAtTerminal =
  (signal: AbortSignal, screen: Screen = { output: process.stderr }) =>
  async (question: string): Promise<string> => {
    const { createInterface } = await import('node:readline/promises');
    const terminal = createInterface({ input: process.stdin, ...screen });
    const stopped = new AbortController();
    terminal.once('SIGINT', () => stopped.abort()).once('close', () => stopped.abort());
    try {
      return await terminal.question(question, { signal: AbortSignal.any([signal, stopped.signal]) });
    } catch {
      throw new CommandFailure('interrupted', 'stopped');
    } finally {
      terminal.close();
    }
  };

export const typedUnseen = async (signal: AbortSignal, question: string): Promise<string> => {
  const { Writable } = await import('node:stream');
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(question);
  try {
    return await askAtTerminal(signal, { output, terminal: true })('');
  } finally {
    process.stderr.write('\n');
  }
};

export const readStdin = async (signal: AbortSignal): Promise<string> => {
  const [{ addAbortSignal }, { text }] = await Promise.all([
    import('node:stream'),
    import('node:stream/consumers'),
  ]);
  try {
    return (await text(addAbortSignal(signal, process.stdin))).replace(/\r?\n$/, '');
  } catch (cause) {
    if (signal.aborted) throw new CommandFailure('interrupted', 'stopped');
    throw cause;
  }
};
