/** What partners ask for, as rates in the busiest minute: requests, calls of 12go, processor time. */
import { type RequestCost, searchBytes, searchCpuMs, searchLogBytes, steps } from './measured.ts';

/** Who asks, and how 12go is. Rates are those of the busiest minute, of all partners together. */
export type Workload = {
  readonly partners: number;
  readonly searchesPerMin: number;
  /** Of a search of 12go. */
  readonly latencyMs: number;
  /** In an answer. */
  readonly trips: number;
  /** Pairs of places that a search asks 12go for. */
  readonly pairs: number;
  /** Of searches, those that a cache answers. */
  readonly cachedShare: number;
  /** Itineraries opened for a search. */
  readonly opensPerSearch: number;
  readonly bookingsPerOpen: number;
  readonly readsPerBooking: number;
  /** The busiest minute beside the mean of a month. */
  readonly busyFactor: number;
};

export const usualWorkload: Workload = {
  partners: 40,
  searchesPerMin: 600,
  latencyMs: 500,
  trips: 50,
  pairs: 1,
  cachedShare: 0,
  opensPerSearch: 0.02,
  bookingsPerOpen: 0.25,
  readsPerBooking: 3,
  busyFactor: 3,
};

export type Demand = {
  readonly requestsPerSecond: number;
  readonly searchCallsPerSecond: number;
  /** Searches and funnels together. */
  readonly callsPerSecond: number;
  readonly bookingsPerSecond: number;
  readonly opensPerSecond: number;
  /** Cores that are busy. */
  readonly cores: number;
  readonly logBytesPerSecond: number;
  readonly answerBytesPerSecond: number;
  readonly upstreamBytesPerSecond: number;
};

const { few, many } = searchCpuMs;

/** By the line through both measurements. */
export const searchMs = (trips: number): number =>
  few.ms + ((trips - few.trips) * (many.ms - few.ms)) / (many.trips - few.trips);

export const demandOf = (workload: Workload): Demand => {
  const searches = workload.searchesPerMin / 60;
  const asked = searches * (1 - workload.cachedShare);
  const opens = searches * workload.opensPerSearch;
  const bookings = opens * workload.bookingsPerOpen;
  const search: RequestCost = {
    cpuMs: searchMs(workload.trips),
    calls: (1 - workload.cachedShare) * workload.pairs,
    logBytes: searchLogBytes,
  };
  const kinds: readonly (readonly [number, RequestCost])[] = [
    [searches, search],
    [opens, steps.open],
    [bookings, steps.create],
    [bookings, steps.confirm],
    [bookings * workload.readsPerBooking, steps.read],
  ];
  const sum = (of: (cost: RequestCost) => number): number =>
    kinds.reduce((total, [rate, cost]) => total + rate * of(cost), 0);
  const size = workload.trips / searchBytes.trips;
  return {
    requestsPerSecond: sum(() => 1),
    searchCallsPerSecond: asked * workload.pairs,
    callsPerSecond: sum(({ calls }) => calls),
    bookingsPerSecond: bookings,
    opensPerSecond: opens,
    cores: sum(({ cpuMs }) => cpuMs) / 1_000,
    logBytesPerSecond: sum(({ logBytes }) => logBytes),
    answerBytesPerSecond: searches * searchBytes.compressed * size,
    upstreamBytesPerSecond: asked * workload.pairs * searchBytes.upstream * size,
  };
};
