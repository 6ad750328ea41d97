/** What a router sees, counted by the minute and forgotten after two hours. */
import type { Comparison } from '../comparison/compare.ts';
import { pathKindOf, sampleOf } from '../comparison/samples.ts';
import { addLatencies, stepOfLatency } from './latency.ts';
import { type Flow, fewOf, type Match, type Report, sumFlows, sumMatches } from './report.ts';

/** Who was asked by whom. */
export type Place = { readonly endpoint: string; readonly client: string };

/** Why a copy was not made. */
export type CopyDrop = 'busy' | 'circuit_open' | 'too_large' | 'no_answer' | 'old_failed';

/** Counts what happens. */
export type Tallies = {
  /** An answer, or that none came; `copy` for one that no partner got. */
  answered(place: Place, path: Flow['path'], seen: { readonly ms: number; readonly isError: boolean }): void;
  /** A pair of answers that was compared. */
  compared(match: Match): void;
  copy(drop?: CopyDrop): void;
  /** Everything of the last minutes. */
  report(minutes: number): Report;
};

const minuteMs = 60_000;
const minutesMax = 120;
/** Clients are named by their paths, which anybody may make up: more than there are share one name. */
const placesMax = 2_000;
const others = '(others)';

type Minute = {
  readonly flows: Map<string, Flow>;
  readonly matches: Map<string, Match>;
  copies: Report['copies'];
};

const emptyMatch = ({ endpoint, client }: Place): Match => ({
  endpoint,
  client,
  compared: 0,
  identical: 0,
  fields: 0,
  alike: 0,
  rows: 0,
  kinds: {},
  by_path: {},
  samples: [],
});

const countsOf = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/** What a comparison says of an endpoint and a client. */
export const matchOf = (place: Place, { fields, alike, rows, differences }: Comparison): Match => {
  const telling = differences.filter(({ kind }) => kind !== 'moving');
  return {
    ...emptyMatch(place),
    compared: 1,
    identical: telling.length === 0 ? 1 : 0,
    fields,
    alike,
    rows,
    kinds: countsOf(differences.map(({ kind }) => kind)),
    by_path: countsOf(telling.map(({ kind, path }) => `${kind} ${pathKindOf(path)}`.trim())),
    samples: fewOf(telling.map(sampleOf).map((sample) => ({ ...sample, path: pathKindOf(sample.path) }))),
  };
};

const nothingCopied = (): Report['copies'] => ({ chosen: 0, made: 0, dropped: {} });

/**
 * Makes empty tallies.
 *
 * @param nowMs a clock; minutes are told by it.
 */
export const createTallies = (nowMs: () => number): Tallies => {
  const minutes = new Map<number, Minute>();
  const current = (): Minute => {
    const number = Math.floor(nowMs() / minuteMs);
    const found = minutes.get(number);
    if (found !== undefined) return found;
    for (const old of minutes.keys()) if (old <= number - minutesMax) minutes.delete(old);
    const minute: Minute = { flows: new Map(), matches: new Map(), copies: nothingCopied() };
    minutes.set(number, minute);
    return minute;
  };
  const placed = (place: Place, known: ReadonlyMap<string, unknown>): Place =>
    known.size < placesMax ? place : { ...place, client: others };
  const of = (count: number): Minute[] => {
    const first = Math.floor(nowMs() / minuteMs) - count;
    return [...minutes].filter(([number]) => number > first).map(([, minute]) => minute);
  };
  return {
    answered: (asked, path, { ms, isError }) => {
      const { flows } = current();
      const place = placed(asked, flows);
      const name = `${place.endpoint} ${place.client} ${path}`;
      const flow = flows.get(name) ?? {
        endpoint: place.endpoint,
        client: place.client,
        path,
        requests: 0,
        errors: 0,
        latencies: {},
      };
      flow.requests += 1;
      flow.errors += isError ? 1 : 0;
      const step = stepOfLatency(ms);
      flow.latencies[step] = (flow.latencies[step] ?? 0) + 1;
      flows.set(name, flow);
    },
    compared: (match) => {
      const { matches } = current();
      const place = placed({ endpoint: match.endpoint, client: match.client }, matches);
      const name = `${place.endpoint} ${place.client}`;
      const [sum] = sumMatches([matches.get(name) ?? emptyMatch(place), { ...match, ...place }]);
      if (sum !== undefined) matches.set(name, sum);
    },
    copy: (drop) => {
      const minute = current();
      const { chosen, made, dropped } = minute.copies;
      minute.copies = {
        chosen: chosen + 1,
        made: made + (drop === undefined ? 1 : 0),
        dropped: drop === undefined ? dropped : { ...addLatencies(dropped, { [drop]: 1 }) },
      };
    },
    report: (count) => {
      const seen = of(Math.min(count, minutesMax));
      const to = nowMs();
      return {
        from: new Date(to - count * minuteMs).toISOString(),
        to: new Date(to).toISOString(),
        instances: 1,
        flows: sumFlows(seen.flatMap(({ flows }) => [...flows.values()].map((flow) => ({ ...flow })))),
        matches: sumMatches(seen.flatMap(({ matches }) => [...matches.values()])),
        copies: seen
          .map(({ copies }) => copies)
          .reduce(
            (one, other) => ({
              chosen: one.chosen + other.chosen,
              made: one.made + other.made,
              dropped: { ...addLatencies(one.dropped, other.dropped) },
            }),
            nothingCopied(),
          ),
      };
    },
  };
};
