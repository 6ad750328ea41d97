/** What the overload runs are played on: 12go that can misbehave, a Redis, and gateways, each read from outside while it works. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { gatewayFlags } from '../../scripts/lib/node.mjs';
import { freePort } from '../../scripts/lib/port.mjs';
import { type Server, startServer } from '../measure.ts';
import { clientId } from '../plan.ts';
import { type BenchClient, createWorld } from '../world.ts';

/** Clients with limits, beside the one that has none. */
export const limited = {
  quiet: { id: 'quiet', searchesPerMin: 1_200 },
  noisy: { id: 'noisy', searchesPerMin: 300 },
  spread: { id: 'spread', searchesPerMin: 600 },
} as const satisfies Record<string, BenchClient>;

/** What 12go saw. */
export type Seen = {
  readonly open: number;
  readonly mostOpen: number;
  readonly searches: number;
  readonly writesAtMs: readonly number[];
};

/** A circuit that changed, as the gateway told it in its log. */
export type CircuitChange = {
  readonly circuit: string;
  readonly isOpen: boolean;
  readonly atMs: number;
};

/** A gateway, and what it tells of itself. */
export type Gateway = Server & {
  /** All changes since it began, oldest first. */
  circuitChanges(): readonly CircuitChange[];
  /** The value of a metric for one label value, or for all of them together. */
  metric(name: string, label?: string): Promise<number>;
};

export type Scene = {
  /** Tells 12go how to behave, such as `search=hanging`, and hears what it saw. */
  twelveGo(ways?: string): Promise<Seen>;
  /** Makes the memory of the gateways in use as good as one that is minutes old: before, bookings that it did not see begin wait. */
  settleMemory(): Promise<void>;
  /** Reserves that were executed. */
  reserves(): Promise<number>;
  startGateway(changes?: Readonly<Record<string, string>>): Promise<Gateway>;
  close(): Promise<void>;
};

const metricOf = (text: string, name: string, label: string): number =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && line.includes(label))
    .map((line) => Number(line.split('} ')[1]?.split(' ')[0]))
    .reduce((sum, value) => sum + value, 0);

const changeLine = /^A circuit to 12go (opened|closed)$/;

/** Picks the changes of circuits out of a log that comes in pieces. */
const createChanges = () => {
  const changes: CircuitChange[] = [];
  let rest = '';
  const read = (line: string): void => {
    if (!line.includes('A circuit to 12go')) return;
    const { message, timestamp, '12go_endpoint': circuit } = JSON.parse(line) as Record<string, string>;
    const change = changeLine.exec(message ?? '')?.[1];
    if (change === undefined || circuit === undefined) return;
    changes.push({ circuit, isOpen: change === 'opened', atMs: Date.parse(timestamp ?? '') });
  };
  return {
    all: () => changes,
    onOutput: (chunk: string): void => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) read(line);
    },
  };
};

const tellRedis = async (url: string, command: string): Promise<void> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${command}\r\n`);
  await once(socket, 'data');
  socket.destroy();
};

/** Sets the scene on a Redis. */
export const createScene = async (redisUrl: string): Promise<Scene> => {
  const world = createWorld(Object.values(limited));
  const [fujiPort, creditPort] = [await freePort(), await freePort()];
  const upstream = await startServer('./overload/twelvego.ts', {
    core: 'load',
    environment: { FUJI_PORT: String(fujiPort), CREDIT_PORT: String(creditPort) },
  });
  const upstreamUrl = `http://127.0.0.1:${upstream.port}`;
  const read = async <Body>(path: string): Promise<Body> =>
    (await (await fetch(`${upstreamUrl}${path}`)).json()) as Body;
  return {
    twelveGo: (ways = '') => read<Seen>(`/bench?${ways}`),
    settleMemory: () => tellRedis(redisUrl, `HSET epoch:{${clientId}} settled 1`),
    async reserves() {
      const ledger = await read<readonly { operation: string }[]>('/_sandbox/ledger');
      return ledger.filter(({ operation }) => operation === 'reserve').length;
    },
    async startGateway(changes = {}) {
      const opsPort = await freePort();
      const circuitChanges = createChanges();
      const server = await startServer('../packages/server/dist/gateway.js', {
        core: 'server',
        flags: gatewayFlags,
        onOutput: circuitChanges.onOutput,
        environment: {
          ...world.environment,
          STORE: 'redis',
          REDIS_URL: redisUrl,
          OPS_PORT: String(opsPort),
          METRICS_ACCESS: 'open',
          TWELVEGO_BASE_URL: upstreamUrl,
          FUJI_BASE_URL: `http://127.0.0.1:${fujiPort}`,
          CREDIT_LINE_URL: `http://127.0.0.1:${creditPort}`,
          ...changes,
        },
      });
      return {
        ...server,
        circuitChanges: circuitChanges.all,
        async metric(name, label = '') {
          const response = await fetch(`http://127.0.0.1:${opsPort}/metrics`);
          return metricOf(await response.text(), name, label);
        },
      };
    },
    async close() {
      await upstream.stop();
      world.remove();
    },
  };
};
