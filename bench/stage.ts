/** 12go, the gateway and its peers, ready to be started on their cores. */
import { gatewayFlags } from '../scripts/lib/node.mjs';
import { type Server, type Spawned, startServer } from './measure.ts';
import { createWorld } from './world.ts';

export type Stage = {
  readonly upstream: Server;
  /** What the gateway's own code reads, for measuring it in process. */
  readonly environment: Readonly<Record<string, string>>;
  startGateway(
    changes?: Readonly<Record<string, string>>,
    spawned?: Omit<Spawned, 'core' | 'environment'>,
  ): Promise<Server>;
  startPeer(name: 'proxy' | 'express'): Promise<Server>;
  /** How long 12go takes from now on. */
  think(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** `isPinned`: whether 12go has a core of its own, by default where the machine can. */
export const createStage = async (options: Pick<Spawned, 'isPinned'> = {}): Promise<Stage> => {
  const world = createWorld();
  const upstream = await startServer('./upstream.ts', { ...options, core: 'load' });
  const upstreamUrl = `http://127.0.0.1:${upstream.port}`;
  const environment: Record<string, string> = {
    ...world.environment,
    TWELVEGO_BASE_URL: upstreamUrl,
  };
  return {
    upstream,
    environment,
    startGateway: (changes = {}, { flags = [], ...spawned } = {}) =>
      startServer('../packages/server/dist/gateway.js', {
        ...spawned,
        core: 'server',
        flags: [...gatewayFlags, ...flags],
        environment: { ...environment, ...changes },
      }),
    startPeer: (name) =>
      startServer(`./peers/${name}.ts`, {
        core: 'server',
        environment: {
          UPSTREAM: upstreamUrl,
          ID_SNAPSHOT_FILE: environment.ID_SNAPSHOT_FILE ?? '',
          NODE_ENV: 'production',
        },
      }),
    async think(ms) {
      await fetch(`${upstreamUrl}/think?ms=${ms}`);
    },
    async close() {
      await upstream.stop();
      world.remove();
    },
  };
};
