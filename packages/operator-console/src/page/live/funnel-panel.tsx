/** The funnel as bars, since the page was opened or since the instance was started. */
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { Table } from '../parts/table.tsx';
import { growthBetween, type Scrape } from './differences.ts';
import { besideFunnel, type FunnelStep, funnelOf } from './funnel.ts';

const percentText = (percent: number | null): string =>
  percent === null ? '' : `${Number(percent.toFixed(1))} %`;

const Bars: FunctionComponent<{ readonly steps: readonly FunnelStep[] }> = ({ steps }) => {
  const most = Math.max(1, ...steps.map(({ count }) => count));
  return (
    <div class="funnel" role="img" aria-label="The funnel as bars; the table below has its figures">
      {steps.map(({ title, count }) => (
        <div key={title} class="funnel-step">
          <span>{title}</span>
          <span class="bar">
            <span style={{ width: `${(100 * count) / most}%` }} />
          </span>
          <span class="figure">{count}</span>
        </div>
      ))}
    </div>
  );
};

type Props = { readonly first: Scrape; readonly last: Scrape };

export const FunnelPanel: FunctionComponent<Props> = ({ first, last }) => {
  const [isWhole, setWhole] = useState(true);
  const samples = isWhole ? last.samples : growthBetween(first, last).grown;
  const steps = funnelOf(samples);
  const { refunded, others } = besideFunnel(samples);
  return (
    <section class="panel" aria-labelledby="funnel">
      <h2 id="funnel">Funnel</h2>
      <fieldset class="choices">
        <legend class="unseen">Since when</legend>
        <label class="choice">
          <input type="radio" name="since" checked={isWhole} onChange={() => setWhole(true)} />
          since the instance was started
        </label>
        <label class="choice">
          <input type="radio" name="since" checked={!isWhole} onChange={() => setWhole(false)} />
          since this page was opened
        </label>
      </fieldset>
      <Bars steps={steps} />
      <Table
        caption="Steps of the funnel"
        heads={['Step', 'Count', 'Of the step before']}
        figures={[1, 2]}
        rows={steps.map(({ title, count, ofBefore }) => [title, count, percentText(ofBefore)])}
      />
      <p class="muted">
        Beside it {refunded} cancelled, and {others} writes that were refused or whose answer was still
        pending.
      </p>
    </section>
  );
};
