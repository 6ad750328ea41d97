/** Whether a search answer that was sent before is still the answer, and what is said when it is sent again. */
import type { SearchQuery } from '@partner-gateway/contract';
import { isWithin, toLocalTime } from '@partner-gateway/itineraries';
import type { Metrics } from '@partner-gateway/telemetry';
import type { PartnerCall } from '../partner-call.ts';
import type { FinishedSearch, Grounds, Said } from '../upstream/finished-searches.ts';

type Needs = 'clock' | 'observe' | 'priceBook' | 'service' | 'upstream';

/** What an answer is kept under: two queries of one name are answered alike. How long a search may take changes no answer. */
export const nameOf = ({ clientId }: PartnerCall, query: SearchQuery): string =>
  `${clientId} ${JSON.stringify({ ...query, timeout: undefined })}`;

/** The name of the key that itinerary ids are sealed with now. */
export const sealedBy = ({ deps: { service } }: PartnerCall<'service'>): string =>
  service.secretNames().sealingKeys.active;

/** Whether everything is as it was, but for what 12go may answer by now. */
export const isStanding = (call: PartnerCall<Needs>, grounds: Grounds): boolean => {
  const { clock, priceBook, upstream } = call.deps;
  const nowMs = clock.nowMs();
  return (
    grounds.partner === call.partner &&
    grounds.idMap === upstream.idTables.current() &&
    grounds.sealedBy === sealedBy(call) &&
    priceBook.isWithin(grounds.prices) &&
    isWithin(grounds.times, (zone) => toLocalTime(nowMs, zone))
  );
};

/** Says again what was said when the answer was made. */
export const sayAgain = (call: PartnerCall<'observe'>, { said }: FinishedSearch): void => {
  if (said.ignored.length > 0) call.ignore(said.ignored);
  for (const tell of said.metrics) tell(call.deps.observe.metrics);
  for (const [step, detail] of said.notes) call.trace.note?.(step, detail);
  for (const [level, message, fields] of said.lines) call.log(level, message, fields);
};

/** Metrics that are told on, and how to tell the same again; what is counted often under the same labels is told at once. */
const hearMetrics = (metrics: Metrics) => {
  const counts = new Map<string, { by: number; readonly tell: (metrics: Metrics, by: number) => void }>();
  const records: ((metrics: Metrics) => void)[] = [];
  const heard: Metrics = {
    ...metrics,
    count(name, labels, by = 1) {
      metrics.count(name, labels, by);
      const key = `${name} ${JSON.stringify(labels)}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { by, tell: (to, sum) => to.count(name, labels, sum) });
      else known.by += by;
    },
    record(name, value, labels) {
      metrics.record(name, value, labels);
      records.push((to) => to.record(name, value, labels));
    },
  };
  const said = (): Said['metrics'] => [
    ...[...counts.values()].map(
      ({ by, tell }) =>
        (to: Metrics) =>
          tell(to, by),
    ),
    ...records,
  ];
  return { heard, said };
};

/** A call whose metrics, notes, lines and ignored names are heard on their way. */
export const overhear = <Heard extends PartnerCall<'observe'>>(
  call: Heard,
): { readonly call: Heard; readonly said: () => Said } => {
  const { deps, trace } = call;
  const metrics = hearMetrics(deps.observe.metrics);
  const notes: Said['notes'][number][] = [];
  const lines: Said['lines'][number][] = [];
  const ignored: string[] = [];
  const heard: Heard = {
    ...call,
    deps: { ...deps, observe: { ...deps.observe, metrics: metrics.heard } },
    trace: {
      ...trace,
      note(step, detail) {
        notes.push([step, detail]);
        trace.note?.(step, detail);
      },
    } satisfies Heard['trace'],
    log(level, message, fields) {
      lines.push([level, message, fields]);
      call.log(level, message, fields);
    },
    ignore(names) {
      ignored.push(...names);
      call.ignore(names);
    },
  };
  return { call: heard, said: () => ({ metrics: metrics.said(), notes, lines, ignored }) };
};
