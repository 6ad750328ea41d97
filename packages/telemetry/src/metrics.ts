/** Instruments made of a table of them: what is counted, recorded and observed has a name of the table and its labels. */
import type { Attributes, Counter, Histogram, Meter, ObservableGauge } from '@opentelemetry/api';
import type { Kind } from './instrument-kinds.ts';
import type { instruments } from './instruments.ts';

type Labelled = Readonly<Record<string, string | number>>;

/** Instruments by name; a counter with `series` has these from the start, at 0. */
export type InstrumentTable = Readonly<
  Record<
    string,
    {
      readonly kind: Kind;
      readonly unit: string;
      readonly labels: readonly string[];
      readonly meaning: string;
      readonly series?: readonly Labelled[];
    }
  >
>;

type NamesOf<Table extends InstrumentTable, K extends Kind> = {
  [N in keyof Table]: Table[N]['kind'] extends K ? N : never;
}[keyof Table] &
  string;
type Labels<Table extends InstrumentTable, N extends keyof Table> = {
  readonly [L in Table[N]['labels'][number]]: string | number;
};

/** Counts, records and observes. */
export type MetricsOf<Table extends InstrumentTable> = {
  count<N extends NamesOf<Table, 'counter'>>(name: N, labels: Labels<Table, N>, by?: number): void;
  record<N extends NamesOf<Table, 'histogram'>>(name: N, value: number, labels: Labels<Table, N>): void;
  /** Asks for a gauge's value at every scrape; undefined is no value. */
  observe<N extends NamesOf<Table, 'gauge'>>(
    name: N,
    read: () => number | undefined,
    labels?: Labels<Table, N>,
  ): void;
};

/** Those of the gateway. */
export type Metrics = MetricsOf<typeof instruments>;

/** A table and the bounds of its histograms. */
export type Instrumentation<Table extends InstrumentTable> = {
  readonly table: Table;
  readonly bounds: Readonly<Record<string, readonly number[]>>;
};

const beginAtNothing = (table: InstrumentTable, counters: ReadonlyMap<string, Counter>): void => {
  for (const [name, { series = [] }] of Object.entries(table)) {
    for (const labels of series) counters.get(name)?.add(0, labels);
  }
  counters.get('gateway.seatlock.expired')?.add(0);
};

/**
 * Makes the instruments on a meter.
 *
 * @example
 * ```ts
 * createMetrics(meter, { table: instruments, bounds }).count('gateway.mapping.missing', { entity: 'station' });
 * ```
 */
export const createMetrics = <const Table extends InstrumentTable>(
  meter: Meter,
  { table, bounds }: Instrumentation<Table>,
): MetricsOf<Table> => {
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const gauges = new Map<string, ObservableGauge>();
  for (const [name, { kind, unit, meaning }] of Object.entries(table)) {
    const explicitBucketBoundaries = [...(bounds[name] ?? [])];
    const options = { unit, description: meaning };
    if (kind === 'counter') counters.set(name, meter.createCounter(name, options));
    else if (kind === 'histogram')
      histograms.set(name, meter.createHistogram(name, { ...options, advice: { explicitBucketBoundaries } }));
    else gauges.set(name, meter.createObservableGauge(name, options));
  }
  beginAtNothing(table, counters);
  return {
    count: (name, labels, by = 1) => counters.get(name)?.add(by, labels as Attributes),
    record: (name, value, labels) => histograms.get(name)?.record(value, labels as Attributes),
    observe: (name, read, labels) =>
      gauges.get(name)?.addCallback((result) => {
        const value = read();
        if (value !== undefined) result.observe(value, labels as Attributes);
      }),
  };
};
