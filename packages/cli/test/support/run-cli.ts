/** Runs a command line in process and keeps what it said. */
import type { Context } from '../../src/context.ts';
import { run } from '../../src/program.ts';

/** A key that must not be found in any output. */
export const canaryKey = 'pgk_canary-5f0d0c4e7a';

/** What is different from a pipe with everything set. */
export type Surroundings = {
  readonly baseUrl?: string;
  readonly isTTY?: boolean;
  readonly noColor?: boolean;
  readonly settings?: Partial<Context['settings']>;
  /** The file of profiles, which of them the environment asks for, and variables that they name; default: none. */
  readonly profiles?: {
    readonly file?: string;
    readonly asked?: string;
    readonly variables?: Record<string, string>;
  };
  readonly signal?: AbortSignal;
  /** What is typed at the questions, when stdin is a terminal; default: it is none. */
  readonly answers?: readonly string[];
  /** The line on stdin for a command that reads a key; default: none. */
  readonly secret?: string;
};

/** What came of it. */
export type Ran = {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The questions that were asked, where there was somebody to answer. */
  readonly questions?: readonly string[];
};

/** Runs the words of a command line. */
export const runCli = async (line: string | readonly string[], given: Surroundings = {}): Promise<Ran> => {
  const said = { stdout: '', stderr: '' };
  const questions: string[] = [];
  const { answers } = given;
  const sink = (name: 'stdout' | 'stderr') => ({
    isTTY: given.isTTY ?? false,
    write: (text: string) => {
      said[name] += text;
    },
  });
  const baseUrl = given.baseUrl ?? 'http://127.0.0.1:1';
  const code = await run(typeof line === 'string' ? line.split(' ') : line, {
    settings: {
      baseUrl,
      clientId: 'acme',
      apiKey: canaryKey,
      opsBaseUrl: baseUrl,
      opsKey: canaryKey,
      routerUrls: undefined,
      ...given.settings,
    },
    profiles: {
      file: given.profiles?.file ?? '/nowhere/profiles.json',
      asked: given.profiles?.asked,
      variable: (name) => given.profiles?.variables?.[name],
    },
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    noColor: given.noColor ?? false,
    ask:
      answers &&
      (async (question) => {
        questions.push(question);
        return answers[questions.length - 1] ?? '';
      }),
    readSecret: async () => given.secret ?? '',
    fetch: globalThis.fetch,
    timeoutMs: 30_000,
    signal: given.signal ?? new AbortController().signal,
  });
  return { code, ...said, ...(answers && { questions }) };
};
