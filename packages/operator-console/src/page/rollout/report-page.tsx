/** The old system and the gateway beside each other: how alike their answers are, how fast, and how many fail. */
import type { Flow, Report } from '@partner-gateway/rollout';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { routerPaths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { Table } from '../parts/table.tsx';
import { Told } from '../parts/told.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { plain } from '../parts/wording.ts';
import type { PageProps } from '../routing.ts';
import { Differences } from './differences-panel.tsx';
import { latencyOf, type Place, percentOf, placesOf } from './places.ts';
import { type Compared, SideBars } from './side-bars.tsx';

const everyMs = 15_000;

const percentText = (part: number, whole: number): string => {
  const percent = percentOf(part, whole);
  return percent === undefined ? '–' : `${percent.toFixed(2)} %`;
};

const msText = (flow: Flow | undefined): string =>
  flow === undefined ? '–' : [0.5, 0.95].map((part) => Math.round(latencyOf(flow, part) ?? 0)).join(' / ');

const errorsText = (flow: Flow | undefined): string =>
  flow === undefined ? '–' : percentText(flow.errors, flow.requests);

const Identical: FunctionComponent<Pick<Place, 'match'>> = ({ match }) => {
  if (match === undefined || match.compared === 0) return <>–</>;
  const { compared, identical } = match;
  return (
    <Verdict tone={identical === compared ? 'good' : 'warn'}>{percentText(identical, compared)}</Verdict>
  );
};

const heads = [
  'Endpoint',
  'Client',
  'Compared',
  'Identical',
  'Fields alike',
  'Old, half / 95 of 100 below, ms',
  'Gateway, the same',
  'Old failed',
  'Gateway failed',
] as const;

const rowOf = ({ endpoint, client, match, old, gateway }: Place) => [
  plain(endpoint),
  client,
  match?.compared ?? 0,
  <Identical key="identical" match={match} />,
  percentText(match?.alike ?? 0, match?.fields ?? 0),
  msText(old),
  msText(gateway),
  errorsText(old),
  errorsText(gateway),
];

const comparedBy = (
  places: readonly Place[],
  of: (flow: Flow | undefined) => number | undefined,
): readonly Compared[] =>
  places
    .filter(({ old, gateway }) => old !== undefined || gateway !== undefined)
    .map(({ endpoint, client, old, gateway }) => ({
      label: `${plain(endpoint)}, ${client}`,
      old: of(old),
      gateway: of(gateway),
    }));

const copiesText = ({ copies }: Report): string => {
  const dropped = Object.entries(copies.dropped).map(([why, count]) => `, ${count} dropped (${plain(why)})`);
  return `Copies: ${copies.chosen} chosen, ${copies.made} made${dropped.join('')}.`;
};

const Seen: FunctionComponent<{ readonly report: Report }> = ({ report }) => {
  const places = placesOf(report);
  if (places.length === 0) return <p class="panel">Nothing was seen in this time.</p>;
  const failed = (flow: Flow | undefined) =>
    flow === undefined ? undefined : percentOf(flow.errors, flow.requests);
  return (
    <>
      <section class="panel" aria-labelledby="numbers">
        <h2 id="numbers">In numbers</h2>
        <Table
          caption="Both sides in numbers"
          heads={heads}
          figures={[2, 3, 4, 5, 6, 7, 8]}
          rows={places.map(rowOf)}
        />
        <p class="muted small">
          The gateway’s are its copies where it answers nobody yet. Answers of 5xx and those that never came
          count as failed.
        </p>
      </section>
      <SideBars
        title="95 of 100 answers came within"
        compared={comparedBy(places, (flow) => latencyOf(flow, 0.95))}
        text={(ms) => `${Math.round(ms)} ms`}
      />
      <SideBars
        title="Answers that failed"
        compared={comparedBy(places, failed)}
        text={(percent) => `${percent.toFixed(2)} %`}
      />
      <Differences report={report} />
    </>
  );
};

const spans = [15, 60, 120] as const;

export const ReportPage: FunctionComponent<PageProps> = () => {
  const [minutes, setMinutes] = useState<number>(spans[0]);
  const polled = usePolled<Report>({ path: routerPaths.report, query: { minutes }, everyMs });
  return (
    <>
      <p class="buttons">
        <label for="minutes">The last</label>
        <select
          id="minutes"
          value={String(minutes)}
          onChange={({ currentTarget }) => setMinutes(Number(currentTarget.value))}
        >
          {spans.map((span) => (
            <option key={span} value={String(span)}>
              {span} minutes
            </option>
          ))}
        </select>
      </p>
      <Told polled={polled}>
        {(report) => (
          <>
            <p class="muted small">
              {report.from} to {report.to}, of this router alone; <code>partner-cli rollout report</code> adds
              up all of them. {copiesText(report)}
            </p>
            <Seen report={report} />
          </>
        )}
      </Told>
    </>
  );
};
