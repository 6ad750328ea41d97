/** How long calls of 12go may take and how many searches go on at once, and how an operator changes that for a while. */
import type { UpstreamLimits, UpstreamLimitsRequest } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { paths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { type Act, ActButton } from '../parts/act.tsx';
import { Table } from '../parts/table.tsx';
import { TextField, wholeIn } from '../parts/text-field.tsx';
import { Told } from '../parts/told.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { ageText } from '../parts/wording.ts';

type Change = {
  readonly searchTimeoutMs: string;
  readonly searchConnections: string;
  readonly seconds: string;
};

const unchanged: Change = { searchTimeoutMs: '', searchConnections: '', seconds: '1800' };

const actOf = ({ searchTimeoutMs, searchConnections, seconds }: Change): Act | undefined => {
  const [timeoutMs, connections, forSeconds] = [searchTimeoutMs, searchConnections, seconds].map(wholeIn);
  if (forSeconds === undefined || (timeoutMs === undefined && connections === undefined)) return undefined;
  const body: Omit<UpstreamLimitsRequest, 'reason'> = {
    expires_in_seconds: forSeconds,
    ...(timeoutMs !== undefined && { timeouts_ms: { search: timeoutMs } }),
    ...(connections !== undefined && { search_connections: connections }),
  };
  return { path: paths.changeUpstreamLimits, body };
};

const sentenceOf = ({ seconds }: Change): string =>
  `Change these limits for new calls of the instance that answers, and of no other, for ${ageText(wholeIn(seconds) ?? 0)}; what is left empty is as the settings have it, and an earlier change is replaced.`;

const done = ({ changed_until: until }: UpstreamLimits): string =>
  `Changed at this instance until ${until ?? 'further notice'} UTC.`;

const ChangeButton: FunctionComponent<{ readonly onDone: () => void }> = ({ onDone }) => {
  const [change, setChange] = useState(unchanged);
  return (
    <ActButton
      label="Change limits"
      subject="calls of 12go"
      sentence={sentenceOf(change)}
      act={actOf(change)}
      done={done}
      onDone={onDone}
    >
      <TextField
        isWhole
        label="Milliseconds of a search, 500 to 60,000"
        value={change.searchTimeoutMs}
        onText={(searchTimeoutMs) => setChange({ ...change, searchTimeoutMs })}
      />
      <TextField
        isWhole
        label="Searches at a time"
        value={change.searchConnections}
        onText={(searchConnections) => setChange({ ...change, searchConnections })}
      />
      <TextField
        isWhole
        label="For how many seconds, up to 86,400"
        value={change.seconds}
        onText={(seconds) => setChange({ ...change, seconds })}
      />
    </ActButton>
  );
};

export const CallLimits: FunctionComponent = () => {
  const polled = usePolled<UpstreamLimits>({ path: paths.upstreamLimits, everyMs: 15_000 });
  return (
    <Told polled={polled}>
      {(limits) => (
        <>
          <h3>Limits of calls</h3>
          <p>
            {limits.changed_until === null ? (
              <Verdict tone="good">as the settings have them</Verdict>
            ) : (
              <Verdict tone="warn">changed by an operator until {limits.changed_until} UTC</Verdict>
            )}{' '}
            {limits.connections} calls at a time, {limits.search_connections} of them searches.{' '}
            <ChangeButton onDone={polled.again} />
          </p>
          <Table
            caption="Timeouts of calls of 12go"
            heads={['Call', 'Milliseconds, with its retry']}
            figures={[1]}
            rows={Object.entries(limits.timeouts_ms)}
          />
        </>
      )}
    </Told>
  );
};
