/** Starts the servers of the bench, each on a core of its own where the machine has two, and reads what they cost. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { freePort, waitForPort } from '../scripts/lib/port.mjs';
import type { LoadPlan, LoadResult } from './load.ts';

/** Whether processes can be pinned; without it the ratios still hold, with more noise. */
export const isPinned = availableParallelism() >= 2 && spawnSync('taskset', ['-c', '1', 'true']).status === 0;

/** Servers under measurement run on the first core, load and upstream on the second. */
const cores = { server: '0', load: '1' } as const;

/** Has a process that was not started here leave the first core to the servers. */
export const pinToLoad = (pid: number): void => {
  if (isPinned) spawnSync('taskset', ['-acp', cores.load, String(pid)], { stdio: 'ignore' });
};

export type Server = {
  readonly port: number;
  readonly pid: number | undefined;
  /** Settles when it has ended, by itself or because it was stopped. */
  readonly ended: Promise<unknown>;
  /** CPU of all its threads so far, in milliseconds; undefined where /proc has none. */
  cpuMs(): number | undefined;
  rssMib(): number | undefined;
  stop(): Promise<void>;
};

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

export type Spawned = {
  readonly core: keyof typeof cores;
  readonly environment?: Record<string, string>;
  /** Of Node itself. */
  readonly flags?: readonly string[];
  /** Default: where the machine can. */
  readonly isPinned?: boolean;
  /** Read from stdin; for what is too long for an argument. */
  readonly input?: string;
  /** Gives way to the others on its core. Default 0. */
  readonly niceness?: number;
  /** What it prints; without a reader that goes nowhere. */
  readonly onOutput?: (chunk: string) => void;
};

/** Scripts run in Node; anything else is a program of its own. */
const commandOf = (path: string, flags: readonly string[]): readonly string[] =>
  /\.[jt]s$/.test(path) ? [process.execPath, ...flags, '--conditions=@partner-gateway/source', path] : [path];

const start = (script: string, args: readonly string[], spawned: Spawned) => {
  const { core, environment = {}, flags = [], input, niceness = 0, onOutput } = spawned;
  const path = new URL(script, import.meta.url).pathname;
  const nice = niceness === 0 ? [] : ['nice', '-n', String(niceness)];
  const pin = (spawned.isPinned ?? isPinned) ? ['taskset', '-c', cores[core]] : [];
  const [command = '', ...rest] = [...pin, ...nice, ...commandOf(path, flags), ...args];
  const child = spawn(command, rest, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: [input === undefined ? 'ignore' : 'pipe', onOutput === undefined ? 'ignore' : 'pipe', 'inherit'],
  });
  child.stdin?.end(input);
  if (onOutput !== undefined) child.stdout?.setEncoding('utf8').on('data', onOutput);
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
};

const readProc = (pid: number | undefined, name: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
};

/** Ticks of /proc are hundredths of a second on every Linux. */
const tickMs = 10;

const cpuMsOf = (pid: number | undefined): number | undefined => {
  const stat = readProc(pid, 'stat');
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
};

const rssMibOf = (pid: number | undefined): number | undefined => {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readProc(pid, 'status') ?? '')?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
};

/** Starts a server that listens on `PORT`. @throws Error when it does not come up within 20 s. */
export const startServer = async (script: string, spawned: Spawned): Promise<Server> => {
  const port = await freePort();
  const environment = { ...spawned.environment, PORT: String(port) };
  const child = start(script, [], { ...spawned, environment });
  const isUp = await waitForPort('127.0.0.1', port, 20_000, () => child.exitCode === null);
  if (!isUp) throw new Error(`${script} did not come up`);
  return {
    port,
    pid: child.pid,
    ended: once(child, 'exit'),
    cpuMs: () => cpuMsOf(child.pid),
    rssMib: () => rssMibOf(child.pid),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
};

/** Runs a script on a core and reads the JSON it prints. @throws Error when it fails. */
export const runScript = async <Result>(
  script: string,
  args: readonly string[],
  spawned: Spawned,
): Promise<Result> => {
  let text = '';
  const onOutput = (chunk: string): void => {
    text += chunk;
  };
  const child = start(script, args, { ...spawned, onOutput });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  return JSON.parse(text) as Result;
};

/** One run whose answers may be refusals, and are counted. */
export const loadUnjudged = (plan: LoadPlan, niceness = 0): Promise<LoadResult> =>
  runScript<LoadResult>('./load.ts', ['-'], { core: 'load', niceness, input: JSON.stringify(plan) });

/** One run of load. @throws Error when any answer was not a 200: a broken run, not a slow one. */
const load = async (plan: LoadPlan): Promise<LoadResult> => {
  const result = await loadUnjudged(plan);
  if (result.failures > 0 || result.requests === 0)
    throw new Error(
      `${result.failures} of ${result.failures + result.requests} answers of ${plan.path.split('?')[0]} failed: ${JSON.stringify(result.statuses)}`,
    );
  return result;
};

/** A run, with the CPU the server spent on each request. */
export type Run = LoadResult & { readonly cpuMsPerRequest: number };

export const loadServer = async (server: Server, plan: Omit<LoadPlan, 'port'>): Promise<Run> => {
  const before = server.cpuMs() ?? Number.NaN;
  const result = await load({ ...plan, port: server.port });
  return { ...result, cpuMsPerRequest: ((server.cpuMs() ?? Number.NaN) - before) / result.requests };
};
