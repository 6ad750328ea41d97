/** Booking writes whose outcome nobody knows yet, the oldest first. */
import type { OpenOutcome, OpenOutcomes } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { paths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { Table } from '../parts/table.tsx';
import { Told } from '../parts/told.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { ageText, priceText } from '../parts/wording.ts';
import { hashOf, type PageProps } from '../routing.ts';
import { ResolveButton } from './resolve-button.tsx';

const everyMs = 10_000;

const heads = ['Client', 'Write', 'Subject', 'Open for', 'At stake', 'Ends by', 'Story', ''] as const;

const rowOf = (outcome: OpenOutcome, onDone: () => void) => [
  outcome.client_id,
  outcome.operation,
  <code key="subject">{outcome.subject}</code>,
  <span key="age" title={`since ${outcome.since} UTC`}>
    {ageText(outcome.age_seconds)}
  </span>,
  priceText(outcome.at_stake),
  outcome.settled_by_reading ? (
    <Verdict tone="warn">reading, by itself</Verdict>
  ) : (
    <Verdict tone="bad">an operator</Verdict>
  ),
  <a key="story" href={hashOf('find', outcome.correlation_id)}>
    Story<span class="unseen"> of {outcome.subject}</span>
  </a>,
  <ResolveButton key="resolve" outcome={outcome} onDone={onDone} />,
];

export const OutcomesPage: FunctionComponent<PageProps> = () => {
  const polled = usePolled<OpenOutcomes>({ path: paths.openOutcomes, everyMs });
  return (
    <Told polled={polled}>
      {({ open_outcomes: open, read_at: readAt }) => (
        <>
          <p class="muted small">
            Read at {readAt} UTC, and again every {everyMs / 1_000} s.
          </p>
          {open.length === 0 ? (
            <p class="panel">
              <Verdict tone="good">No outcome is open.</Verdict>
            </p>
          ) : (
            <div class="panel">
              <Table
                caption="Open outcomes"
                heads={heads}
                rows={open.map((one) => rowOf(one, polled.again))}
                keys={open.map(
                  ({ client_id: client, operation, subject }) => `${client} ${operation} ${subject}`,
                )}
              />
            </div>
          )}
          <p class="muted">
            Nothing here sends a booking write again. What ends by an operator: ask 12go how it ended, then
            say so.
          </p>
        </>
      )}
    </Told>
  );
};
