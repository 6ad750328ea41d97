/** One gateway for all of these tests, as `npm start` runs it. */
import type { TestProject } from 'vitest/node';
import { type Gateway, startGateway } from '../../scripts/lib/gateway.mjs';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface merges with vitest's own
  export interface ProvidedContext {
    gateway: Gateway;
  }
}

export default async function setup(project: TestProject) {
  const { gateway, stop } = await startGateway();
  project.provide('gateway', gateway);
  return stop;
}
