/** A day of searches played event by event: who comes when, what 12go lets through, which connection is free, which core is busy. */
import { searchMs, type Workload } from './demand.ts';
import { createAgenda, createChance } from './events.ts';
import type { Setup } from './model.ts';

export type Simulated = {
  readonly searches: number;
  /** Refused because 12go may be asked no more, and because no connection came free in time. */
  readonly refusedByLimit: number;
  readonly refusedByLane: number;
  /** Of those that were let through, how many had to wait for a connection. */
  readonly waitedShare: number;
  /** Of one instance's cores, how many were busy with searches, in the mean. */
  readonly busyCores: number;
  /** Connections to 12go in use, in the mean. */
  readonly connectionsBusy: number;
  readonly connectionsMost: number;
};

export type Play = {
  readonly workload: Workload;
  readonly setup: Setup;
  readonly instances: number;
  readonly minutes: number;
  readonly seed: number;
};

/** A caller waits for so long at the door of 12go. */
const laneWaitMs = 500;
/** Of log-normal latencies: some are three times the mean. */
const spread = 0.6;

type Instance = {
  busy: number;
  coreFreeAtMs: number;
  readonly waiting: { readonly untilMs: number; readonly go: () => void }[];
};

/** Plays it. Partners differ: the busiest asks a hundred times as often as the quietest. */
export const simulate = ({ workload, setup, instances, minutes, seed }: Play): Simulated => {
  const chance = createChance(seed);
  const agenda = createAgenda();
  const crew = Array.from({ length: instances }, (): Instance => ({ busy: 0, coreFreeAtMs: 0, waiting: [] }));
  const endMs = minutes * 60_000;
  const seen = {
    searches: 0,
    refusedByLimit: 0,
    refusedByLane: 0,
    let: 0,
    waited: 0,
    coreMs: 0,
    connectionMs: 0,
  };
  let [nowMs, most, asked, minute] = [0, 0, 0, 0];
  const exponential = (meanMs: number): number => -Math.log(1 - chance()) * meanMs;
  const latency = (): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
    return workload.latencyMs * Math.exp(spread * normal - spread ** 2 / 2);
  };
  const mayAsk = (): boolean => {
    const thisMinute = Math.floor(nowMs / 60_000);
    if (thisMinute !== minute) [minute, asked] = [thisMinute, 0];
    if (asked + workload.pairs > setup.callsPerMin * (1 - setup.keptShare)) return false;
    asked += workload.pairs;
    return true;
  };
  const call = (instance: Instance): void => {
    instance.busy += 1;
    most = Math.max(most, instance.busy);
    const tookMs = latency();
    seen.connectionMs += Math.min(tookMs, Math.max(0, endMs - nowMs));
    agenda.add(nowMs + tookMs, () => {
      instance.busy -= 1;
      // One core reads answers one after the other.
      const workMs = searchMs(workload.trips);
      instance.coreFreeAtMs = Math.max(nowMs, instance.coreFreeAtMs) + workMs;
      seen.coreMs += workMs;
      let next = instance.waiting.shift();
      while (next !== undefined && next.untilMs < nowMs) {
        seen.refusedByLane += 1;
        next = instance.waiting.shift();
      }
      next?.go();
    });
  };
  const search = (): void => {
    seen.searches += 1;
    if (!mayAsk()) {
      seen.refusedByLimit += 1;
      return;
    }
    const instance = crew.reduce((least, one) =>
      one.busy + one.waiting.length < least.busy + least.waiting.length ? one : least,
    );
    for (let pair = 0; pair < workload.pairs; pair += 1) {
      seen.let += 1;
      if (instance.busy < setup.searchConnections) call(instance);
      else {
        seen.waited += 1;
        instance.waiting.push({ untilMs: nowMs + laneWaitMs, go: () => call(instance) });
      }
    }
  };
  const weights = Array.from({ length: workload.partners }, () => 100 ** chance());
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  for (const weight of weights) {
    const gapMs = (60_000 * whole) / (workload.searchesPerMin * weight);
    const come = (): void => {
      search();
      agenda.add(nowMs + exponential(gapMs), come);
    };
    agenda.add(exponential(gapMs), come);
  }
  for (let event = agenda.next(); event !== undefined && event.atMs < endMs; event = agenda.next()) {
    nowMs = event.atMs;
    event.happen();
  }
  return {
    searches: seen.searches,
    refusedByLimit: seen.refusedByLimit,
    refusedByLane: seen.refusedByLane,
    waitedShare: seen.let === 0 ? 0 : seen.waited / seen.let,
    busyCores: seen.coreMs / endMs / instances,
    connectionsBusy: seen.connectionMs / endMs,
    connectionsMost: most,
  };
};
