/** 12go, the gateway and its peers, ready to be started on their cores. */
import { gatewayFlags } from '../scripts/lib/node.mjs';
import { type Server, type Spawned, startServer } from './measure.ts';
import { buildGoPeer } from './peers/go-peer.ts';
import { apiKey, clientId, upstreamKey } from './plan.ts';
import { createWorld } from './world.ts';

export type Stage = {
  readonly upstream: Server;
  /** What the gateway's own code reads, for measuring it in process. */
  readonly environment: Readonly<Record<string, string>>;
  startGateway(
    changes?: Readonly<Record<string, string>>,
    spawned?: Omit<Spawned, 'core' | 'environment'>,
  ): Promise<Server>;
  /** `node/server`: the least that Node can do, with the gateway's own flags. */
  startPeer(name: 'proxy' | 'express' | 'node/server'): Promise<Server>;
  /** Undefined where there is no Go. */
  startGoPeer(): Promise<Server | undefined>;
  /** Has 12go make all its answers now, instead of each when it is first asked for. */
  prepare(): Promise<void>;
  /** How long 12go takes from now on. */
  think(ms: number): Promise<void>;
  /** Gives every search this variant of its answer; none: in turn again. */
  pin(variant?: number): Promise<void>;
  /** How many searches 12go has answered. */
  upstreamSearches(): Promise<number>;
  close(): Promise<void>;
};

/**
 * As fast as it can go is overload, and how late the event loop is says much of a busy machine: it is watched as ever, but a search
 * that is turned away measures nothing.
 */
const neverSheds = { SHED_SEARCH_DELAY_MS: '60000', SHED_ALL_DELAY_MS: '60000' };

/** `isPinned`: whether 12go has a core of its own, by default where the machine can. */
export const createStage = async (options: Pick<Spawned, 'isPinned'> = {}): Promise<Stage> => {
  const world = createWorld();
  const upstream = await startServer('./upstream.ts', { ...options, core: 'load' });
  const upstreamUrl = `http://127.0.0.1:${upstream.port}`;
  const environment: Record<string, string> = {
    ...world.environment,
    ...neverSheds,
    TWELVEGO_BASE_URL: upstreamUrl,
  };
  const forPeer: Spawned = {
    core: 'server',
    environment: {
      UPSTREAM: upstreamUrl,
      ID_SNAPSHOT_FILE: environment.ID_SNAPSHOT_FILE ?? '',
      NODE_ENV: 'production',
      GOMAXPROCS: '1',
      CLIENT_ID: clientId,
      API_KEY: apiKey,
      UPSTREAM_KEY: upstreamKey,
    },
  };
  const goPeer = { remove: (): void => undefined };
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
        ...forPeer,
        ...(name === 'node/server' && { flags: gatewayFlags }),
      }),
    async startGoPeer() {
      const built = buildGoPeer();
      if (built === undefined) return undefined;
      goPeer.remove = built.remove;
      return startServer(built.program, forPeer);
    },
    async prepare() {
      await fetch(`${upstreamUrl}/prepare`);
    },
    async think(ms) {
      await fetch(`${upstreamUrl}/think?ms=${ms}`);
    },
    async pin(variant) {
      await fetch(`${upstreamUrl}/pin${variant === undefined ? '' : `?variant=${variant}`}`);
    },
    async upstreamSearches() {
      return Number(await (await fetch(`${upstreamUrl}/searches`)).text());
    },
    async close() {
      await upstream.stop();
      goPeer.remove();
      world.remove();
    },
  };
};
