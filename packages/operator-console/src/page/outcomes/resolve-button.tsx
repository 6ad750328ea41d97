/** How an operator ends a booking write whose outcome nobody knows. */
import type { OpenOutcome, ResolvedOutcome, ResolveRequest } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { useId, useState } from 'preact/hooks';
import { paths } from '../ops/paths.ts';
import { type Act, ActButton } from '../parts/act.tsx';
import { TextField } from '../parts/text-field.tsx';

type Ending = ResolveRequest['outcome'];

const nouns: Readonly<Record<OpenOutcome['operation'], string>> = {
  reserve: 'reserve',
  confirm: 'confirmation',
  refund: 'cancellation',
};

const sentenceOf = (outcome: OpenOutcome, ending: Ending | undefined, booking: string): string => {
  const { operation, subject, client_id: client } = outcome;
  if (ending === undefined) return 'Say how it ended: 12go is read first wherever it can tell.';
  if (operation !== 'reserve') {
    const happened = ending === 'executed' ? 'happened' : 'did not happen';
    return `Record that the ${nouns[operation]} of 12go booking ${subject} by ${client} ${happened}, if the booking bears it out.`;
  }
  const of = `the reserve of cart ${subject} by ${client}`;
  return ending === 'executed'
    ? `Record that ${of} made 12go booking ${booking === '' ? 'of the number above' : booking}.`
    : `Record that ${of} booked nothing, so that it may be tried again.`;
};

const actOf = (outcome: OpenOutcome, ending: Ending | undefined, booking: string): Act | undefined => {
  if (ending === undefined) return undefined;
  const { client_id, operation, subject } = outcome;
  const needsBooking = operation === 'reserve' && ending === 'executed';
  if (needsBooking && !/^[1-9]\d{0,18}$/.test(booking)) return undefined;
  const body: ResolveRequest = {
    client_id,
    operation,
    subject,
    outcome: ending,
    ...(needsBooking && { booking }),
  };
  return { path: paths.resolveOutcome, body };
};

const done = ({ operation, subject, outcome, booking_id: id }: ResolvedOutcome): string =>
  `Recorded: ${operation} ${subject} is ${outcome.replace('_', ' ')}${id === null ? '' : `, ${id}`}.`;

type Props = { readonly outcome: OpenOutcome; readonly onDone: () => void };

export const ResolveButton: FunctionComponent<Props> = ({ outcome, onDone }) => {
  const [ending, setEnding] = useState<Ending>();
  const [booking, setBooking] = useState('');
  const id = useId();
  const isReserve = outcome.operation === 'reserve';
  const endings: readonly (readonly [Ending, string])[] = isReserve
    ? [
        ['executed', 'It was booked'],
        ['not_executed', 'It was not booked'],
      ]
    : [
        ['executed', 'It was executed'],
        ['not_executed', 'It was not executed'],
      ];
  return (
    <ActButton
      label="Resolve"
      subject={`${nouns[outcome.operation]} ${outcome.subject}`}
      sentence={sentenceOf(outcome, ending, booking)}
      act={actOf(outcome, ending, booking)}
      done={done}
      onDone={onDone}
    >
      <fieldset>
        <legend>How it ended</legend>
        {endings.map(([value, label]) => (
          <label key={value} class="choice">
            <input
              type="radio"
              name={`ending-${id}`}
              value={value}
              checked={ending === value}
              onChange={() => setEnding(value)}
            />
            {label}
          </label>
        ))}
      </fieldset>
      {isReserve && ending === 'executed' && (
        <TextField
          isWhole
          label="12go’s number of the booking that it made"
          value={booking}
          onText={(text) => setBooking(text.trim())}
        />
      )}
    </ActButton>
  );
};
