/** The booking itself, and the buttons that make it go wrong. */
import type { Booking } from '@partner-gateway/sdk';
import type { BookOutcome } from '@partner-gateway/sdk/flows';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { renamed } from '../booking-data.ts';
import { type Failure, failures } from '../failures.ts';
import { Step } from '../parts/step.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { Trouble } from '../parts/trouble.tsx';
import { useCall } from '../parts/use-call.ts';
import { book, type Order } from '../steps/book.ts';
import code from '../steps/book.ts?raw';
import { Outcome } from './outcome.tsx';

type Props = {
  readonly order: Omit<Order, 'idempotencyKey'>;
  readonly onOrdered: () => void;
  readonly onBooked: (booking: Booking) => void;
  /** Opens the trip anew: a booking token books once. */
  readonly onAgain: () => void;
};

type ButtonsProps = { readonly onBook: (failure?: Failure) => void };

const Buttons: FunctionComponent<ButtonsProps> = ({ onBook }) => (
  <>
    <button type="button" class="primary" onClick={() => onBook()}>
      Book
    </button>
    <fieldset>
      <legend>Or book, and let it go wrong</legend>
      <p class="muted">
        The sandbox stages it by the first name of the first traveller, such as{' '}
        <code>{failures[0]?.firstName}</code>.
      </p>
      <div class="buttons">
        {failures.map((failure) => (
          <button key={failure.label} type="button" onClick={() => onBook(failure)}>
            {failure.label}
          </button>
        ))}
      </div>
    </fieldset>
  </>
);

export const BookStep: FunctionComponent<Props> = ({ order, onOrdered, onBooked, onAgain }) => {
  const { gateways } = useSurroundings();
  const { isBusy, error, run } = useCall();
  const [failure, setFailure] = useState<Failure>();
  const [outcome, setOutcome] = useState<BookOutcome>();
  const ended = (next: BookOutcome): void => {
    setOutcome(next);
    if (next.state === 'confirmed') onBooked(next.booking);
  };
  const start = (staged?: Failure): void => {
    setFailure(staged);
    onOrdered();
    const { booking_data: data } = order;
    const booking_data = staged === undefined ? data : renamed(data, staged.firstName);
    void run(async () => {
      const idempotencyKey = crypto.randomUUID();
      ended(await book(gateways.book, { ...order, booking_data, idempotencyKey }));
    });
  };
  const isBegun = isBusy || outcome !== undefined || error !== undefined;
  return (
    <Step name="book" title="4. Book" code={code}>
      {!isBegun && <Buttons onBook={start} />}
      {failure !== undefined && (
        <div class="note">
          <p>
            <b>{failure.label}.</b> {failure.happens}
          </p>
          <p>
            <b>Guaranteed:</b> {failure.guarantee}
          </p>
        </div>
      )}
      <div role="status">
        {isBusy && <p class="open">Under way: each call appears under HTTP as it is sent …</p>}
        {outcome !== undefined && (
          <Outcome
            outcome={outcome}
            isBusy={isBusy}
            onGoOn={(goOn) => void run(async () => ended(await goOn()))}
          />
        )}
      </div>
      <Trouble error={error} />
      {isBegun && !isBusy && (
        <button type="button" onClick={onAgain}>
          Open the trip again
        </button>
      )}
    </Step>
  );
};
