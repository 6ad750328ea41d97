/** What happened and what on-call does about it, before anything else. */
import type { Diagnosis } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { Copied } from '../parts/copied.tsx';
import { plain } from '../parts/wording.ts';
import { hashOf } from '../routing.ts';
import { shownHere } from './here.ts';

const Listed: FunctionComponent<{ readonly title: string; readonly lines: readonly string[] }> = ({
  title,
  lines,
}) =>
  lines.length === 0 ? null : (
    <>
      <h4>{title}</h4>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );

const marks = /(`[^`]+`|docs\/runbooks\/[\w-]+\.md)/;

/** What stands in backticks is code, and a runbook can be opened. */
const MarkedUp: FunctionComponent<{ readonly text: string }> = ({ text }) => (
  <>
    {text.split(marks).map((part, index) => {
      const [, runbook] = /^docs\/runbooks\/([\w-]+)\.md$/.exec(part) ?? [];
      if (runbook !== undefined)
        return (
          // The words of one diagnosis never change their order.
          <a key={index} href={hashOf('runbooks', runbook)}>
            the runbook “{runbook.replaceAll('-', ' ')}”
          </a>
        );
      return part.startsWith('`') ? <code key={index}>{part.slice(1, -1)}</code> : part;
    })}
  </>
);

export const DiagnosisPanel: FunctionComponent<{ readonly diagnosis: Diagnosis }> = ({ diagnosis }) => {
  const {
    cause,
    certainty,
    fault,
    summary,
    partner_saw: seen,
    evidence,
    missing,
    action,
    command,
  } = diagnosis;
  const here = command === null ? undefined : shownHere(command);
  return (
    <section class="panel diagnosis" aria-labelledby="diagnosis">
      <h3 id="diagnosis">Diagnosis</h3>
      <p class="tags">
        <code>{cause}</code> <span class="tag">{certainty}</span>{' '}
        <span class="tag">at fault: {plain(fault)}</span>
      </p>
      <p class="lead">{summary}</p>
      {seen !== null && <p>The partner saw: {seen}.</p>}
      <div class="next">
        <h4>Next</h4>
        <p>
          <MarkedUp text={action} />
        </p>
        {command !== null && <Copied text={command} label="the command" />}
        {here !== undefined && <a href={here}>Show it here</a>}
      </div>
      <Listed title="Because" lines={evidence} />
      <Listed title="Not known" lines={missing} />
    </section>
  );
};
