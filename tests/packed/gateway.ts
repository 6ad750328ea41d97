/** One gateway for all of these tests: the built one with its embedded defaults and a sandbox of 12go, on free ports. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import type { TestProject } from 'vitest/node';
import { runtimeNode } from '../../scripts/lib/node.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { withoutRunner } from './command.ts';

/** What the gateway prints when it is ready: the one line of `npm start --silent -- --json`. */
export type Gateway = {
  /** The partner API. */
  readonly baseUrl: string;
  /** The ops API. */
  readonly opsBaseUrl: string;
  /** The 12go that it talks to, and the key that this 12go accepts. */
  readonly sandboxUrl: string;
  readonly sandboxApiKey: string;
  /** A partner that exists, and its key. */
  readonly clientId: string;
  readonly apiKey: string;
};

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface merges with vitest's own
  export interface ProvidedContext {
    gateway: Gateway;
  }
}

const freePorts = { PORT: '0', OPS_PORT: '0', SANDBOX_PORT: '0', FUJI_PORT: '0', CREDIT_PORT: '0' };
const startTimeoutMs = 30_000;
const stopTimeoutMs = 15_000;

export const setup = async (project: TestProject) => {
  const child = execa(runtimeNode(), [`${root}/packages/server/dist/embedded/main.js`, '--json'], {
    // It ends when its stdin closes, so not even `kill -9` of the runner leaves it behind.
    env: { ...withoutRunner, ...freePorts, PARTNER_GATEWAY_EXIT_WITH_STDIN: '1' },
    reject: false,
    forceKillAfterDelay: stopTimeoutMs,
  });
  const stop = async () => {
    child.kill();
    return child;
  };
  const line = once(createInterface(child.stdout), 'line', { signal: AbortSignal.timeout(startTimeoutMs) });
  const ready = await Promise.race([line, child]).catch(stop);
  if (!Array.isArray(ready)) throw new Error(`the gateway did not start\n${ready.stderr}`);
  project.provide('gateway', JSON.parse(ready[0]));
  return stop;
};
