/** What happened and what on-call does about it, before anything else. */
import type { Diagnosis } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { Copied } from '../parts/copied.tsx';
import { plain } from '../parts/wording.ts';

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
        <p>{action}</p>
        {command !== null && <Copied text={command} label="the command" />}
      </div>
      <Listed title="Because" lines={evidence} />
      <Listed title="Not known" lines={missing} />
    </section>
  );
};
