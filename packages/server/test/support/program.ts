/** The gateway's programs as processes, from their sources. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { compileCache } from '../../../write-guard/test/crash/processes.ts';

/** A running program. */
export type Program = {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Waits for a text on stdout. */
  says(text: string | RegExp): Promise<void>;
  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGUSR2'): void;
  closeStdin(): void;
  /** Its exit code, once it has ended. */
  ended(): Promise<number | null>;
  kill(): void;
};

const inherited = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...compileCache };

/** Starts a program of this package by its path with nothing in its environment but what is given. */
export const runProgram = (
  path: string,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Program => {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@partner-gateway/source', file, ...args], {
    env: { ...inherited, ...environment },
    stdio: 'pipe',
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    says: (text) =>
      vi.waitFor(
        () => {
          if (!(typeof text === 'string' ? stdout.includes(text) : text.test(stdout)))
            throw new Error(`it said: ${stdout}${stderr}`);
        },
        { timeout: 40_000, interval: 50 },
      ),
    signal: (name) => void child.kill(name),
    closeStdin: () => child.stdin.end(),
    ended: async () => (await closed)[0],
    kill: () => void child.kill('SIGKILL'),
  };
};
