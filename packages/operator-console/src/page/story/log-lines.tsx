/** Lines of the log that are about a story, of the instance that answers: asked for when somebody wants them. */
import type { LogLines } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { paths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { Table } from '../parts/table.tsx';
import { Told } from '../parts/told.tsx';
import { type Tone, Verdict } from '../parts/verdict.tsx';
import { clockText, dayText } from '../parts/wording.ts';

type Line = LogLines['lines'][number];

const tones: Readonly<Record<Line['level'], Tone>> = { info: 'plain', warn: 'warn', error: 'bad' };

/** What the other columns say, and what is the same on every line. */
const shownElsewhere: ReadonlySet<string> = new Set(['timestamp', 'level', 'message', 'trace_id', 'span_id']);

const fieldsOf = (line: Line): string =>
  Object.entries(line)
    .filter(([name]) => !shownElsewhere.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

const rowOf = (line: Line) => [
  `${dayText(line.timestamp)} ${clockText(line.timestamp)}`,
  <Verdict key="level" tone={tones[line.level]}>
    {line.level}
  </Verdict>,
  line.message,
  fieldsOf(line),
];

export const StoryLines: FunctionComponent<{ readonly about: string }> = ({ about }) => {
  const [isOpen, setOpen] = useState(false);
  const polled = usePolled<LogLines>({ path: isOpen ? paths.logLines : undefined, query: { about } });
  return (
    <section class="panel" aria-labelledby="lines">
      <h3 id="lines">Log lines</h3>
      {!isOpen && (
        <button type="button" onClick={() => setOpen(true)}>
          Show those of this instance
        </button>
      )}
      {isOpen && (
        <Told polled={polled}>
          {({ lines, instance, complete_since: since }) => (
            <>
              <p class="muted small">
                Of {instance} alone, which has every line since {since}.
              </p>
              {lines.length === 0 ? (
                <p>It has no line about it.</p>
              ) : (
                <Table
                  caption="Log lines"
                  heads={['When (UTC)', 'Level', 'Message', 'Fields']}
                  rows={lines.map(rowOf)}
                />
              )}
            </>
          )}
        </Told>
      )}
    </section>
  );
};
