/** P15: what a start costs for each client and each station that it reads. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, median, show } from '../figures.ts';
import type { Server } from '../measure.ts';
import { isQuick, say } from '../options.ts';
import type { Stage } from '../stage.ts';
import { addedOver, type Costs, costsOf, exponentOf, inTurns } from './turns.ts';
import { clientCounts, startIn, stationCounts, type WorldName, type Worlds } from './worlds.ts';

const rounds = isQuick ? 1 : 3;
const readyWithinMs = 20_000;

type Start = { readonly cpuMs: number; readonly rssMib: number };

/** A gateway listens before it has read its tables. */
const untilReady = async ({ port }: Server): Promise<void> => {
  const endMs = performance.now() + readyWithinMs;
  while (!(await fetch(`http://127.0.0.1:${port}/ready`)).ok) {
    if (performance.now() > endMs) throw new Error('a gateway that listens does not become ready');
    await sleep(20);
  }
};

const startOnce = async (stage: Stage, worlds: Worlds, name: WorldName): Promise<Start> => {
  const gateway = await startIn(stage, worlds.named[name]);
  await untilReady(gateway);
  const start = { cpuMs: gateway.cpuMs() ?? Number.NaN, rssMib: gateway.rssMib() ?? Number.NaN };
  await gateway.stop();
  return start;
};

type Growth = {
  readonly of: string;
  readonly sizes: readonly [number, number];
  readonly names: readonly [WorldName, WorldName];
};

const growths: readonly Growth[] = [
  { of: 'clients', sizes: clientCounts, names: ['someClients', 'manyClients'] },
  { of: 'stations', sizes: stationCounts, names: ['someStations', 'manyStations'] },
];

const kinds = [
  { of: 'cpuMs', what: 'CPU', unit: 'ms' },
  { of: 'rssMib', what: 'RSS', unit: 'MiB' },
] as const;

const figureOf = (
  costs: Costs<Start>,
  { of, sizes: [some, many], names: [someName, manyName] }: Growth,
  kind: (typeof kinds)[number],
): Figure => {
  const numbersOf = (name: WorldName) => costsOf(costs, name).map((start) => start[kind.of]);
  const few = numbersOf('few');
  const [someAdd, manyAdd] = [addedOver(numbersOf(someName), few), addedOver(numbersOf(manyName), few)];
  return {
    id: 'P15',
    name: `${kind.what} that ${of} add to a start, exponent over ${some} to ${many}`,
    value: exponentOf({ size: some, cost: someAdd }, { size: many, cost: manyAdd }),
    aim: { at_most: 1.05 },
    raw: `${show(someAdd)} and ${show(manyAdd)} ${kind.unit} over ${show(median(few))}; medians of ${rounds} starts`,
  };
};

export const measureStarts = async (stage: Stage, worlds: Worlds): Promise<Figure[]> => {
  say(`starts with up to ${clientCounts[1]} clients and ${stationCounts[1]} stations`);
  const once = (name: WorldName) => () => startOnce(stage, worlds, name);
  const costs = await inTurns(rounds, {
    few: once('few'),
    someClients: once('someClients'),
    manyClients: once('manyClients'),
    someStations: once('someStations'),
    manyStations: once('manyStations'),
  });
  return growths.flatMap((growth) => kinds.map((kind) => figureOf(costs, growth, kind)));
};
