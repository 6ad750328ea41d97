/** How a booking ended, with what can be done next. */
import type { BookOutcome, GoOn } from '@partner-gateway/sdk/flows';
import type { FunctionComponent } from 'preact';
import { Price } from '../parts/price.tsx';

type Props = {
  readonly outcome: BookOutcome;
  readonly isBusy: boolean;
  readonly onGoOn: (goOn: GoOn) => void;
};

type ButtonProps = Omit<Props, 'outcome'> & { readonly label: string; readonly goOn: GoOn };

const GoOnButton: FunctionComponent<ButtonProps> = ({ label, goOn, isBusy, onGoOn }) => (
  <button type="button" disabled={isBusy} onClick={() => onGoOn(goOn)}>
    {label}
  </button>
);

export const Outcome: FunctionComponent<Props> = ({ outcome, ...going }) => {
  switch (outcome.state) {
    case 'reserved':
    case 'confirmed':
      return (
        <p class="good">
          ✓ Booked once: <code>{outcome.booking.id}</code> is {outcome.booking.status}, for{' '}
          <Price of={outcome.booking.total_price} />.
        </p>
      );
    case 'price_changed':
      return (
        <>
          <p class="open">
            ! <Price of={outcome.old} /> was agreed, <Price of={outcome.new} /> is asked for. Nothing is
            confirmed.
          </p>
          <GoOnButton label="Accept the new price" goOn={outcome.accept} {...going} />
        </>
      );
    case 'rejected':
      return (
        <>
          <p class="bad">
            ✗ Refused at {outcome.step}: <a href={`/problems/${outcome.code}`}>{outcome.code}</a>
            {outcome.error?.outcome !== undefined && `, outcome: ${outcome.error.outcome}`}
          </p>
          <ul>
            {outcome.problems.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </>
      );
    case 'pending':
      return (
        <>
          <p class="open">? Not answered yet. It is kept, and can be asked for again.</p>
          <GoOnButton label="Wait on" goOn={outcome.resume} {...going} />
        </>
      );
    case 'unknown':
      return (
        <>
          <p class="open">? Nobody knows yet. The same write under the same key finds out.</p>
          <GoOnButton label="Reconcile" goOn={outcome.reconcile} {...going} />
        </>
      );
  }
};
