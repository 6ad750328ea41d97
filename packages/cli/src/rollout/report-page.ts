/** A report of the rollout as one page that needs nothing else: plots, tables, light and dark. */
import { differenceKinds, type Flow, percentile, type Report } from '@partner-gateway/rollout';
import { type Bar, type BarGroup, barPlot, escaped } from './report-plot.ts';
import {
  differingFields,
  percentText,
  placesOf,
  type ReportPlace,
  reportHeader,
  reportRows,
} from './report-table.ts';

const style = `
:root{color-scheme:light dark;--page:#fff;--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;--old:#8a94a3;--new:#2563c9;--one:#2563c9;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--page:#14181f;--ink:#e6eaf0;--soft:#9aa5b4;--line:#2c333d;--old:#7b8797;--new:#6ea8ff;--one:#6ea8ff;--bad:#ff8a80}}
body{margin:0 auto;max-width:1080px;padding:24px;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:22px;margin:0}h2{font-size:16px;margin:32px 0 8px}p{margin:4px 0;color:var(--soft)}
svg{width:100%;max-width:760px;height:auto;display:block}
svg text{font:12px system-ui,sans-serif;fill:var(--ink)}svg .label{text-anchor:end}svg .value{fill:var(--soft)}
.old{fill:var(--old)}.new{fill:var(--new)}.one{fill:var(--one)}
.key i{display:inline-block;width:10px;height:10px;border-radius:2px;margin:0 6px 0 12px}
.key i.old{background:var(--old)}.key i.new{background:var(--new)}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
th,td{padding:4px 12px 4px 0;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap}th{color:var(--soft);font-weight:600}
`;

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<div class="scroll"><table><thead>${cells(header, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table></div>`;
};

const labelOf = ({ endpoint, client }: ReportPlace): string => `${endpoint} · ${client}`;

const sides = (place: ReportPlace, measure: (flow: Flow, series: 'old' | 'new') => readonly Bar[]): Bar[] => [
  ...(place.legacy === undefined ? [] : measure(place.legacy, 'old')),
  ...(place.gateway === undefined ? [] : measure(place.gateway, 'new')),
];

const groupsOf = (
  places: readonly ReportPlace[],
  barsOf: (place: ReportPlace) => readonly Bar[],
): BarGroup[] =>
  places
    .map((place) => ({ label: labelOf(place), bars: barsOf(place) }))
    .filter(({ bars }) => bars.length > 0);

const latencyBars =
  (part: number, name: string) =>
  ({ latencies }: Flow, series: 'old' | 'new'): readonly Bar[] => {
    const value = percentile(latencies, part);
    return [{ series, value, text: value === undefined ? '–' : `${name} ${Math.round(value)} ms` }];
  };

const errorBars = ({ errors, requests }: Flow, series: 'old' | 'new'): readonly Bar[] => [
  {
    series,
    value: requests === 0 ? undefined : (100 * errors) / requests,
    text: `${percentText(errors, requests)} of ${requests}`,
  },
];

const matchBars = ({ match }: ReportPlace): readonly Bar[] =>
  match === undefined || match.compared === 0
    ? []
    : [
        {
          series: 'one',
          value: match.fields === 0 ? undefined : (100 * match.alike) / match.fields,
          text: percentText(match.alike, match.fields),
        },
      ];

const kindGroups = ({ matches }: Report): BarGroup[] =>
  differenceKinds
    .map((kind) => ({ kind, count: matches.reduce((sum, { kinds }) => sum + (kinds[kind] ?? 0), 0) }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => ({
      label: kind,
      bars: [{ series: 'one', value: count, text: String(count) }],
    }));

const section = (title: string, content: string): string => `<h2>${escaped(title)}</h2>${content}`;
const none = '<p>Nothing was seen.</p>';
const plotOr = (title: string, groups: readonly BarGroup[], most?: number): string =>
  groups.length === 0 ? none : barPlot(title, groups, most);

const fieldsShown = 30;
const samplesShown = 40;

const samplesOf = ({ matches }: Report): string[][] =>
  matches
    .flatMap(({ endpoint, client, samples }) =>
      samples.map(({ kind, path, row, old, new: fresh }) => [endpoint, client, kind, path, row, old, fresh]),
    )
    .slice(0, samplesShown);

const key =
  '<p class="key"><i class="old"></i>old system<i class="new"></i>gateway (copies, where it answers nobody yet)</p>';

const headOf = ({ from, to, instances, copies }: Report): string => {
  const dropped = Object.entries(copies.dropped).map(([why, count]) => `, ${count} dropped (${why})`);
  return [
    '<h1>Old system and gateway</h1>',
    `<p>${escaped(from)} to ${escaped(to)} · ${instances} ${instances === 1 ? 'router' : 'routers'}</p>`,
    `<p>Copies: ${copies.chosen} chosen, ${copies.made} made${escaped(dropped.join(''))}.</p>`,
    key,
  ].join('');
};

/** The page as HTML. It loads nothing and holds no value of a person: samples show none. */
export const reportPage = (report: Report): string => {
  const places = placesOf(report);
  const latency = (part: number, name: string) =>
    plotOr(
      name,
      groupsOf(places, (place) => sides(place, latencyBars(part, name))),
    );
  const sections = [
    section('Fields that are alike', plotOr('Fields that are alike', groupsOf(places, matchBars), 100)),
    section('Differences by kind', plotOr('Differences by kind', kindGroups(report))),
    section('Latency, half of the answers', latency(0.5, 'p50')),
    section('Latency, 95 of 100 answers', latency(0.95, 'p95')),
    section(
      'Answers that failed',
      plotOr(
        'Answers that failed',
        groupsOf(places, (place) => sides(place, errorBars)),
      ),
    ),
    section('In numbers', table(reportHeader, reportRows(report, percentile))),
    section(
      'Fields that differ',
      table(
        ['KIND AND FIELD', 'TIMES'],
        differingFields(report, fieldsShown).map(([path, count]) => [path, String(count)]),
      ),
    ),
    section(
      'Samples',
      table(['ENDPOINT', 'CLIENT', 'KIND', 'FIELD', 'WHICH', 'OLD', 'NEW'], samplesOf(report)),
    ),
  ];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Old system and gateway</title><style>${style}</style></head><body>${headOf(report)}${sections.join('')}</body></html>\n`;
};
