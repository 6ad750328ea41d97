/** What a router saw, by endpoint and client: both sides beside each other. */
import type { Flow, Match, Report } from '@partner-gateway/rollout';
import { percentile } from '@partner-gateway/rollout/latency';

/** One endpoint of one client. */
export type Place = {
  readonly endpoint: string;
  readonly client: string;
  readonly match: Match | undefined;
  readonly old: Flow | undefined;
  /** What the gateway answered partners, or copies where it answered nobody yet. */
  readonly gateway: Flow | undefined;
};

type Named = { readonly endpoint: string; readonly client: string };

const nameOf = ({ endpoint, client }: Named): string => `${endpoint} ${client}`;

/** Everything of a report by its places, in order. */
export const placesOf = ({ flows, matches }: Report): readonly Place[] => {
  const names = [...new Set([...flows, ...matches].map(nameOf))].sort();
  return names.map((name) => {
    const own = flows.filter((flow) => nameOf(flow) === name);
    const of = (path: Flow['path']) => own.find((flow) => flow.path === path);
    const [endpoint = '', client = ''] = name.split(' ');
    return {
      endpoint,
      client,
      match: matches.find((match) => nameOf(match) === name),
      old: of('legacy'),
      gateway: of('gateway') ?? of('copy'),
    };
  });
};

/** A part in percent; undefined of nothing. */
export const percentOf = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : (100 * part) / whole;

/** The latency that a part of the answers stayed below, in milliseconds. */
export const latencyOf = (flow: Flow | undefined, part: number): number | undefined =>
  flow === undefined ? undefined : percentile(flow.latencies, part);
