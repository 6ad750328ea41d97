/** What a router saw in some minutes, in numbers that add up over minutes and instances. */
import { z } from 'zod';
import { differenceKinds } from '../comparison/compare.ts';
import { addLatencies, type Latencies } from './latency.ts';

const count = z.int().min(0);
const counts = z.record(z.string(), count);

/** `legacy` and `gateway` answered partners; `copy` is the gateway’s answer to a copy, which nobody got. */
const paths = ['legacy', 'gateway', 'copy'] as const;

const flowSchema = z.object({
  endpoint: z.string(),
  client: z.string(),
  path: z.enum(paths),
  requests: count,
  /** Answers of 5xx and those that never came; 4xx are outcomes. */
  errors: count,
  latencies: counts.describe('How many took so long, by steps of 5 %: step n is 1.05^n ms.'),
});

const sampleSchema = z.object({
  kind: z.enum(differenceKinds),
  path: z.string(),
  row: z.string(),
  old: z.string(),
  new: z.string(),
});

const matchSchema = z.object({
  endpoint: z.string(),
  client: z.string(),
  compared: count.describe('Pairs of answers.'),
  identical: count.describe('Pairs without a difference.'),
  fields: count,
  alike: count,
  rows: count,
  kinds: counts.describe('Differences by kind.'),
  by_path: counts.describe('Differences by kind and field, `price pricing.net_price.amount`.'),
  samples: z.array(sampleSchema),
});

/** The report of one router, or of all of them together. */
export const reportSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  instances: z.int().min(1),
  flows: z.array(flowSchema),
  matches: z.array(matchSchema),
  copies: z.object({
    chosen: count,
    made: count,
    dropped: counts.describe('Why copies were not made.'),
  }),
});

export type Flow = z.output<typeof flowSchema>;
export type Match = z.output<typeof matchSchema>;
export type Report = z.output<typeof reportSchema>;

/** Samples of one kind and field that are kept. */
const samplesMax = 5;

const addCounts = (one: Latencies, other: Latencies): Record<string, number> => ({
  ...addLatencies(one, other),
});

const addFlow = (one: Flow, other: Flow): Flow => ({
  ...one,
  requests: one.requests + other.requests,
  errors: one.errors + other.errors,
  latencies: addCounts(one.latencies, other.latencies),
});

/** The first few of each kind and field. */
export const fewOf = (samples: Match['samples']): Match['samples'] =>
  [...Map.groupBy(samples, ({ kind, path }) => `${kind} ${path}`).values()].flatMap((same) =>
    same.slice(0, samplesMax),
  );

const addMatch = (one: Match, other: Match): Match => ({
  ...one,
  compared: one.compared + other.compared,
  identical: one.identical + other.identical,
  fields: one.fields + other.fields,
  alike: one.alike + other.alike,
  rows: one.rows + other.rows,
  kinds: addCounts(one.kinds, other.kinds),
  by_path: addCounts(one.by_path, other.by_path),
  samples: fewOf([...one.samples, ...other.samples]),
});

const grouped = <Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  add: (one: Item, other: Item) => Item,
): Item[] => [...Map.groupBy(items, nameOf).values()].map((same) => same.reduce(add));

/** Flows of one endpoint, client and path together. */
export const sumFlows = (flows: readonly Flow[]): Flow[] =>
  grouped(flows, ({ endpoint, client, path }) => `${endpoint} ${client} ${path}`, addFlow);

/** Matches of one endpoint and client together. */
export const sumMatches = (matches: readonly Match[]): Match[] =>
  grouped(matches, ({ endpoint, client }) => `${endpoint} ${client}`, addMatch);

/** The reports of several instances over the same time as one; undefined without any. */
export const mergeReports = (reports: readonly Report[]): Report | undefined => {
  const [first] = reports;
  if (first === undefined) return undefined;
  return {
    from: reports.map(({ from }) => from).toSorted()[0] ?? first.from,
    to:
      reports
        .map(({ to }) => to)
        .toSorted()
        .at(-1) ?? first.to,
    instances: reports.reduce((sum, { instances }) => sum + instances, 0),
    flows: sumFlows(reports.flatMap(({ flows }) => flows)),
    matches: sumMatches(reports.flatMap(({ matches }) => matches)),
    copies: reports
      .map(({ copies }) => copies)
      .reduce((one, other) => ({
        chosen: one.chosen + other.chosen,
        made: one.made + other.made,
        dropped: addCounts(one.dropped, other.dropped),
      })),
  };
};
