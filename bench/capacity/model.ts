/** From what partners ask to what has to be there: instances, connections, memory of Redis, what 12go lets through, and money. */
import { type Demand, demandOf, type Workload } from './demand.ts';
import {
  bookingRecords,
  emptyRedisBytes,
  idleCpuMsPerSecond,
  instanceMemoryMiB,
  redisConnectionsPerProcess,
} from './measured.ts';
import { hoursPerMonth, prices, redisNodes } from './prices.ts';
import { waitShare } from './queue.ts';

/** How it is run. */
export type Setup = {
  /** Of one instance, its limit. */
  readonly cores: number;
  /** Of them, how many may be busy. */
  readonly busyShareMax: number;
  /** Most searches of 12go at a time, of one instance. */
  readonly searchConnections: number;
  /** Most calls of 12go at a time, of one instance. */
  readonly connections: number;
  /** Of searches, how many may have to wait for a connection. */
  readonly waitShareMax: number;
  readonly callsPerMin: number;
  /** Of them, what is kept for bookings. */
  readonly keptShare: number;
  /** Nodes that hold each record, the primary included. */
  readonly redisNodes: number;
  readonly relays: number;
};

export const usualSetup: Setup = {
  cores: 0.8,
  busyShareMax: 0.6,
  searchConnections: 30,
  connections: 50,
  waitShareMax: 0.01,
  callsPerMin: 1_000,
  keptShare: 0.2,
  redisNodes: 3,
  relays: 2,
};

const secondsPerDay = 86_400;
const secondsPerMonth = hoursPerMonth * 3_600;
const gib = 1_024 ** 3;
const gb = 1e9;
const instancesMin = 2;

const areEnough = (instances: number, demand: Demand, { workload, setup }: Planned): boolean => {
  const busy = demand.cores / instances + idleCpuMsPerSecond / 1_000;
  const load = (demand.searchCallsPerSecond * workload.latencyMs) / 1_000 / instances;
  return (
    busy <= setup.cores * setup.busyShareMax && waitShare(setup.searchConnections, load) <= setup.waitShareMax
  );
};

type Planned = { readonly workload: Workload; readonly setup: Setup };

/** Enough of them when one is gone. */
const instancesOf = (demand: Demand, planned: Planned): number => {
  let working = 1;
  while (!areEnough(working, demand, planned)) working += 1;
  return Math.max(instancesMin, working + 1);
};

/** What 12go lets through, and from where on it does not. */
const limitOf = (demand: Demand, { workload, setup }: Planned) => {
  const searchable = setup.callsPerMin * (1 - setup.keptShare);
  const [searchCalls, calls] = [demand.searchCallsPerSecond * 60, demand.callsPerSecond * 60];
  const room = Math.min(searchable / searchCalls, setup.callsPerMin / calls);
  return {
    callsPerMin: calls,
    ofLimit: calls / setup.callsPerMin,
    searchesRefusedShare: Math.max(0, 1 - searchable / searchCalls),
    partnersMax: Math.floor(workload.partners * room),
    searchesPerMinMax: Math.floor(workload.searchesPerMin * room),
  };
};

/** Of a database, in the mean of a month. */
const bytesOf = (database: 'guard' | 'journal', bookingsPerSecond: number): number =>
  bookingRecords
    .filter((kept) => kept.database === database)
    .reduce(
      (sum, { bytes, days }) => sum + bytes * days * secondsPerDay * bookingsPerSecond,
      emptyRedisBytes,
    );

const nodeFor = (bytes: number) =>
  redisNodes.find((node) => node.gib * 0.8 * gib >= bytes) ?? redisNodes[redisNodes.length - 1];

const redisOf = (bookingsPerSecond: number, processes: number, setup: Setup) => {
  const [guardBytes, journalBytes] = [
    bytesOf('guard', bookingsPerSecond),
    bytesOf('journal', bookingsPerSecond),
  ];
  const [guard, journal] = [nodeFor(guardBytes), nodeFor(journalBytes)];
  const shards = Math.max(1, Math.ceil(guardBytes / (0.8 * gib * (guard?.gib ?? 1))));
  return {
    guardBytes,
    journalBytes,
    connections: processes * redisConnectionsPerProcess,
    guardNode: guard?.name ?? '',
    journalNode: journal?.name ?? '',
    shards,
    perMonth: hoursPerMonth * ((guard?.perHour ?? 0) * setup.redisNodes * shards + (journal?.perHour ?? 0)),
  };
};

const costOf = (mean: Demand, instances: number, redisPerMonth: number, setup: Setup) => {
  const processes = instances + setup.relays;
  const gbPerMonth = (bytesPerSecond: number) => (bytesPerSecond * secondsPerMonth) / gb;
  const rows = {
    processes:
      processes *
      hoursPerMonth *
      (setup.cores * prices.vcpuPerHour + (2 * instanceMemoryMiB * prices.gibPerHour) / 1_024),
    redis: redisPerMonth,
    logs: gbPerMonth(mean.logBytesPerSecond) * prices.logsPerGb,
    answers: gbPerMonth(mean.answerBytesPerSecond) * prices.egressPerGb,
    from12go: gbPerMonth(mean.upstreamBytesPerSecond) * prices.natPerGb,
    metrics: prices.metricsPerMonth,
    balancer: prices.loadBalancerPerMonth,
    registry: prices.registryPerMonth,
  };
  return { ...rows, total: Object.values(rows).reduce((sum, row) => sum + row, 0) };
};

/** What a region takes with it when it is lost with its Redis in the busiest minute. */
const lossOf = (demand: Demand, { latencyMs }: Workload) => {
  // A create and a confirm are three calls each, of which one writes.
  const writeSeconds = (2 * 3 * latencyMs) / 1_000;
  return {
    bookingsOpen: demand.bookingsPerSecond * writeSeconds,
    /** Carts live for 20 minutes, and none of them is executed by another memory. */
    cartsToOpenAnew: demand.opensPerSecond * 1_200,
  };
};

export type Plan = ReturnType<typeof planFor>;

/** Plans it. Rates are those of the busiest minute; memory and money are of the mean. */
export const planFor = (workload: Workload, setup: Setup = usualSetup) => {
  const demand = demandOf(workload);
  const mean = demandOf({ ...workload, searchesPerMin: workload.searchesPerMin / workload.busyFactor });
  const instances = instancesOf(demand, { workload, setup });
  const redis = redisOf(mean.bookingsPerSecond, instances + setup.relays, setup);
  return {
    demand,
    instances,
    connectionsTo12goMax: instances * setup.connections,
    connectionsTo12goBusy: (demand.callsPerSecond * workload.latencyMs) / 1_000,
    limit: limitOf(demand, { workload, setup }),
    redis,
    loss: lossOf(demand, workload),
    costPerMonth: costOf(mean, instances, redis.perMonth, setup),
  };
};
