/** Calls of 12go since the page was opened, one row a kind. */
import type { FunctionComponent } from 'preact';
import { Table } from '../parts/table.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { plain } from '../parts/wording.ts';
import { growthBetween, type Scrape, valuesOf } from './differences.ts';
import { type Red, upstreamRed } from './red.ts';

const ms = (value: number | null): string => (value === null ? '–' : String(Math.round(value)));

const failed = ({ failedPercent: percent }: Red) => {
  if (percent === null) return '–';
  const text = `${Number(percent.toFixed(1))} %`;
  return percent > 0 ? <Verdict tone="bad">{text}</Verdict> : text;
};

type Props = { readonly first: Scrape; readonly last: Scrape };

export const UpstreamPanel: FunctionComponent<Props> = ({ first, last }) => {
  const growth = growthBetween(first, last);
  const names = valuesOf(last.samples, 'gateway_12go_duration_count', 'upstream_endpoint');
  return (
    <section class="panel" aria-labelledby="twelvego">
      <h2 id="twelvego">12go, since this page was opened</h2>
      {names.length === 0 ? (
        <p>12go was not called yet.</p>
      ) : (
        <Table
          caption="Calls of 12go"
          heads={['Call', 'A second', 'Failed', 'Half below, ms', '95 of 100 below, ms']}
          figures={[1, 2, 3, 4]}
          rows={names.map((name) => {
            const red = upstreamRed(growth, name);
            return [
              plain(name),
              Number(red.perSecond.toFixed(2)),
              failed(red),
              ms(red.medianMs),
              ms(red.p95Ms),
            ];
          })}
        />
      )}
    </section>
  );
};
