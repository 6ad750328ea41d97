/** Rate, errors and duration of the instance as they go, the same of 12go, and the funnel. */
import type { FunctionComponent } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Refusal } from '../parts/told.tsx';
import { plain } from '../parts/wording.ts';
import type { PageProps } from '../routing.ts';
import { growthBetween, type Scrape, valuesOf } from './differences.ts';
import { FunnelPanel } from './funnel-panel.tsx';
import { type Line, Plot } from './plot.tsx';
import { isOfPartners, partnerRed, type Red } from './red.ts';
import { everyMs, useScrapes } from './scrapes.ts';
import { UpstreamPanel } from './upstream-panel.tsx';

const growthsOf = (scrapes: readonly Scrape[]) =>
  scrapes.slice(1).flatMap((now, index) => {
    const before = scrapes[index];
    return before === undefined ? [] : [{ atMs: now.atMs, growth: growthBetween(before, now) }];
  });

type Lines = readonly { readonly title: string; readonly unit: string; readonly lines: readonly Line[] }[];

const linesOf = (reds: readonly Red[]): Lines => {
  const valuesOfEach = (of: (red: Red) => number | null): Line['values'] => reds.map(of);
  const dash = [6, 4];
  return [
    {
      title: 'Rate',
      unit: 'requests a second',
      lines: [{ label: 'requests', colour: '--accent', values: valuesOfEach((red) => red.perSecond) }],
    },
    {
      title: 'Errors',
      unit: 'percent of the answers',
      lines: [
        { label: '5xx', colour: '--bad', values: valuesOfEach((red) => red.failedPercent) },
        { label: '4xx', colour: '--warn', dash, values: valuesOfEach((red) => red.refusedPercent) },
      ],
    },
    {
      title: 'Duration',
      unit: 'milliseconds',
      lines: [
        { label: '95 of 100 below', colour: '--accent', values: valuesOfEach((red) => red.p95Ms) },
        { label: 'half below', colour: '--good', dash, values: valuesOfEach((red) => red.medianMs) },
      ],
    },
  ];
};

const endpointsIn = (scrape: Scrape | undefined): readonly string[] =>
  valuesOf(scrape?.samples ?? [], 'gateway_request_duration_count', 'endpoint').filter(isOfPartners);

export const LivePage: FunctionComponent<PageProps> = () => {
  const [isPaused, setPaused] = useState(false);
  const [endpoint, setEndpoint] = useState('');
  const { scrapes, refusal } = useScrapes(isPaused);
  const growths = useMemo(() => growthsOf(scrapes), [scrapes]);
  const plots = useMemo(
    () => linesOf(growths.map(({ growth }) => partnerRed(growth, endpoint === '' ? undefined : endpoint))),
    [growths, endpoint],
  );
  const times = useMemo(() => growths.map(({ atMs }) => atMs / 1_000), [growths]);
  const [first, last] = [scrapes[0], scrapes.at(-1)];
  return (
    <>
      {refusal !== undefined && <Refusal refusal={refusal} />}
      <p class="muted small">
        Of the instance that answers alone, read every {everyMs / 1_000} s since this page was opened, for ten
        minutes at most. Boards of all instances are in Grafana.
      </p>
      <p class="buttons">
        <label for="endpoint">Endpoint</label>
        <select
          id="endpoint"
          value={endpoint}
          onChange={({ currentTarget }) => setEndpoint(currentTarget.value)}
        >
          <option value="">all of partners</option>
          {endpointsIn(last).map((name) => (
            <option key={name} value={name}>
              {plain(name)}
            </option>
          ))}
        </select>
        <button type="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          Pause
        </button>
      </p>
      {growths.length === 0 && refusal === undefined && (
        <p class="muted">The first figures come in {everyMs / 1_000} s.</p>
      )}
      <div class="plots">
        {plots.map(({ title, unit, lines }) => (
          <Plot key={title} title={title} unit={unit} times={times} lines={lines} />
        ))}
      </div>
      {last !== undefined && <FunnelPanel first={first ?? last} last={last} />}
      {last !== undefined && <UpstreamPanel first={first ?? last} last={last} />}
    </>
  );
};
