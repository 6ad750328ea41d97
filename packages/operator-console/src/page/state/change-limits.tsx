/** Changes the rate limits of a client for a while. */
import type { ClientLimits, ClientLimitsRequest } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { paths } from '../ops/paths.ts';
import { type Act, ActButton } from '../parts/act.tsx';
import { TextField, wholeIn } from '../parts/text-field.tsx';
import { ageText } from '../parts/wording.ts';

const names = [
  ['search_per_min', 'Searches and itineraries a minute'],
  ['booking_per_min', 'Calls about bookings a minute'],
  ['poll_per_min', 'Polls a minute'],
  ['master_data_per_min', 'Calls of master data a minute'],
] as const;

type LimitName = (typeof names)[number][0];
type Typed = Readonly<Partial<Record<LimitName, string>>>;

const limitsOf = (typed: Typed): ClientLimitsRequest['limits'] =>
  Object.fromEntries(
    names.flatMap(([name]) => {
      const perMinute = wholeIn(typed[name] ?? '');
      return perMinute === undefined ? [] : [[name, perMinute]];
    }),
  );

const actOf = (clientId: string, typed: Typed, seconds: string): Act | undefined => {
  const [limits, forSeconds] = [limitsOf(typed), wholeIn(seconds)];
  if (Object.keys(limits).length === 0 || forSeconds === undefined) return undefined;
  const body: Omit<ClientLimitsRequest, 'reason'> = {
    client_id: clientId,
    limits,
    expires_in_seconds: forSeconds,
  };
  return { path: paths.changeClientLimits, body };
};

const done = ({ instance, changed_until: until }: ClientLimits): string =>
  `Changed until ${until} UTC, at ${instance} alone: other instances count by the settings.`;

type Props = { readonly clientId: string; readonly onDone: () => void };

export const ChangeLimits: FunctionComponent<Props> = ({ clientId, onDone }) => {
  const [typed, setTyped] = useState<Typed>({});
  const [seconds, setSeconds] = useState('1800');
  return (
    <ActButton
      label="Change limits"
      subject={clientId}
      sentence={`Change the limits of ${clientId} that are filled in, at the instance that answers and no other, for ${ageText(wholeIn(seconds) ?? 0)}.`}
      act={actOf(clientId, typed, seconds)}
      done={done}
      onDone={onDone}
    >
      {names.map(([name, label]) => (
        <TextField
          isWhole
          key={name}
          label={label}
          value={typed[name] ?? ''}
          onText={(text) => setTyped({ ...typed, [name]: text })}
        />
      ))}
      <TextField isWhole label="For how many seconds, up to 86,400" value={seconds} onText={setSeconds} />
    </ActButton>
  );
};
