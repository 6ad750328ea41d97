/** A place behind the balancer: one gateway at a time on one port, ended in order and started again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../../../write-guard/test/crash/processes.ts';

const program = fileURLToPath(new URL('../../src/programs/gateway.ts', import.meta.url));
const startLimitMs = 40_000;

type Process = { stop(): Promise<number | null>; kill(): void };

const isReady = async (baseUrl: string): Promise<boolean> => {
  try {
    return (await fetch(`${baseUrl}/ready`)).ok;
  } catch {
    return false;
  }
};

const start = async (baseUrl: string, environment: Readonly<Record<string, string>>): Promise<Process> => {
  const child = spawn(process.execPath, ['--conditions=@partner-gateway/source', program], {
    env: { ...compileCache, ...environment, PORT: new URL(baseUrl).port },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  const beganMs = performance.now();
  while (!(await isReady(baseUrl))) {
    if (child.exitCode !== null) throw new Error(`a gateway ended with ${child.exitCode}`);
    if (performance.now() - beganMs > startLimitMs) throw new Error('a gateway does not become ready');
    await sleep(100);
  }
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
    kill: () => void child.kill('SIGKILL'),
  };
};

/** One of the gateways of a rolling restart. */
export type Slot = {
  /** Ends the one that is there, waits for that, and starts another. @throws Error when it did not end with 0 */
  restart(): Promise<void>;
  kill(): void;
};

/** Starts the first one on its port. */
export const openSlot = async (
  baseUrl: string,
  environment: Readonly<Record<string, string>>,
): Promise<Slot> => {
  let gateway = await start(baseUrl, environment);
  return {
    async restart() {
      const code = await gateway.stop();
      if (code !== 0) throw new Error(`a gateway ended with ${code}`);
      gateway = await start(baseUrl, environment);
    },
    kill: () => gateway.kill(),
  };
};
