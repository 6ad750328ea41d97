/** The flight recorder: every step with its moment, how it ended, and how long it took beside the others. */
import type { Inspection } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { Verdict } from '../parts/verdict.tsx';
import { clockText, dayText, laterText } from '../parts/wording.ts';
import { type DrawnStep, toDrawn } from './steps.ts';

type StepProps = {
  readonly step: DrawnStep;
  readonly before: DrawnStep | undefined;
  readonly longestMs: number;
};

const Bar: FunctionComponent<{ readonly ms: number; readonly longestMs: number }> = ({ ms, longestMs }) => (
  <div class="took">
    <span class="bar" aria-hidden="true">
      <span style={{ width: `${Math.max(1, (100 * ms) / Math.max(1, longestMs))}%` }} />
    </span>
    <span>{ms} ms</span>
  </div>
);

const Step: FunctionComponent<StepProps> = ({ step, before, longestMs }) => {
  const isNewDay = before === undefined || dayText(before.at) !== dayText(step.at);
  return (
    <li class={`step ${step.tone}`}>
      <p class="when">
        {isNewDay && <span class="day">{dayText(step.at)}</span>}
        <time dateTime={step.at}>{clockText(step.at)}</time>
        {before !== undefined && (
          <span class="muted">{laterText(Date.parse(step.at) - Date.parse(before.at))}</span>
        )}
      </p>
      <div class="what">
        <p class="named">
          <strong>{step.title}</strong>
          {step.tone !== 'plain' && <Verdict tone={step.tone}>{step.ended}</Verdict>}
        </p>
        {step.latencyMs !== undefined && <Bar ms={step.latencyMs} longestMs={longestMs} />}
        {step.details.length > 0 && (
          <p class="details">
            {step.details.map(([name, value]) => (
              <span key={name}>
                <span class="muted">{name}</span> {value}
              </span>
            ))}
          </p>
        )}
      </div>
    </li>
  );
};

const emptyText = ({ timeline, request }: Inspection): string => {
  if (timeline === null) return 'The journal is out of reach, so nothing is known of the steps.';
  return request === null
    ? 'Nothing in the last seven days.'
    : '12go was not asked, and nothing else was done for this request.';
};

export const Timeline: FunctionComponent<{ readonly inspection: Inspection }> = ({ inspection }) => {
  const steps = (inspection.timeline ?? []).map(toDrawn);
  const longestMs = Math.max(0, ...steps.map(({ latencyMs = 0 }) => latencyMs));
  return (
    <section class="panel" aria-labelledby="timeline">
      <h3 id="timeline">Timeline</h3>
      {steps.length === 0 ? (
        <p>{emptyText(inspection)}</p>
      ) : (
        <>
          <p class="muted small">All times are UTC. {steps.length} steps, oldest first.</p>
          <ol class="timeline">
            {steps.map((step, index) => (
              // A story only grows at its end.
              <Step key={index} step={step} before={steps[index - 1]} longestMs={longestMs} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
};
