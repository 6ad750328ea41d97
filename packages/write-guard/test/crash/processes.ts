/** Child processes of a crash run: started from source, found by the line they print, killed by their own id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A running child, and where it said that it listens. */
export type Running = {
  readonly where: Readonly<Record<string, string>>;
  readonly pid: number | undefined;
  /** Ends it without a chance to say goodbye. */
  kill(): Promise<void>;
  /** Writes a line to its stdin. */
  tell(line: string): void;
  /** Stops it in its tracks, until it is resumed. */
  pause(): void;
  resume(): void;
};

/** Starting is the dearest part of a kill: what was compiled once is read from here. */
export const compileCache = {
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'partner-gateway-compile-cache'),
};

const firstLine = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error('the child has no stdout');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`a process of the crash run ended with ${child.exitCode ?? child.signalCode}`);
};

/** Starts a script; resolves when it listens. */
export const startProcess = async (script: URL, ...args: readonly string[]): Promise<Running> => {
  const child = spawn(process.execPath, ['--conditions=@partner-gateway/source', script.pathname, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: compileCache,
  });
  child.stdin?.on('error', () => {}); // it may be gone already
  const exited = once(child, 'exit');
  const where = JSON.parse(await firstLine(child)) as Record<string, string>;
  return {
    where,
    pid: child.pid,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    tell: (line) => void child.stdin?.write(`${line}\n`),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
};

export type Crew = Awaited<ReturnType<typeof startCrew>>;

/** Starts processes that do the same work, one for every place. */
export const startCrew = async (places: number, start: (index: number) => Promise<Running>) => {
  const running = await Promise.all(Array.from({ length: places }, (_, index) => start(index)));
  return {
    baseUrl: (index: number) => running[index]?.where.baseUrl ?? '',
    /** Kills one and starts another in its place. */
    async replace(index: number) {
      await running[index]?.kill();
      running[index] = await start(index);
    },
    kill: () => Promise.all(running.map((one) => one.kill())),
  };
};
