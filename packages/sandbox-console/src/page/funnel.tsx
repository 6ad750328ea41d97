/** The steps one below the other, as far as whoever walks them has come. */
import type { Booking } from '@partner-gateway/sdk';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { BookStep } from './book/book-step.tsx';
import { CancelStep } from './book/cancel-step.tsx';
import { QuoteStep } from './book/quote-step.tsx';
import { TicketStep } from './book/ticket-step.tsx';
import { type Answers, toBookingData } from './booking-data.ts';
import { SearchStep } from './search/search-step.tsx';
import type { Offer } from './steps/open-trip.ts';
import type { Checked } from './steps/quote.ts';
import { type Chosen, TripStep } from './trip/trip-step.tsx';

type Walked = {
  readonly chosen?: Chosen;
  readonly offer?: Offer;
  readonly answers: Answers;
  readonly checked?: Checked;
  /** What was sent to be booked does not change any more. */
  readonly isOrdered?: boolean;
  readonly booking?: Booking;
};

type LaterProps = {
  readonly walked: Walked & { readonly offer: Offer };
  readonly onStep: (step: Partial<Walked>) => void;
  readonly onAgain: () => void;
};

/** From the quote on; a changed form takes back what was quoted for it. */
const LaterSteps: FunctionComponent<LaterProps> = ({ walked, onStep, onAgain }) => {
  const { offer, answers, checked, isOrdered = false, booking } = walked;
  const { itinerary, fields } = offer;
  const data = toBookingData(fields, answers);
  const quoted = checked?.quote;
  return (
    <>
      <QuoteStep
        itinerary={itinerary}
        data={data}
        checked={checked}
        isClosed={isOrdered}
        onChecked={(next) => onStep({ checked: next })}
      />
      {quoted !== undefined && quoted.problems.length === 0 && (
        <BookStep
          order={{ itinerary, booking_data: data, total: quoted.total_price }}
          onOrdered={() => onStep({ isOrdered: true })}
          onBooked={(next) => onStep({ booking: next })}
          onAgain={onAgain}
        />
      )}
      {booking !== undefined && (
        <>
          <TicketStep bookingId={booking.id} />
          <CancelStep bookingId={booking.id} />
        </>
      )}
    </>
  );
};

export const Funnel: FunctionComponent = () => {
  const [walked, setWalked] = useState<Walked>({ answers: {} });
  const { chosen, offer, answers, checked, isOrdered = false } = walked;
  const choose = (next: Chosen): void => setWalked({ chosen: next, answers: {} });
  return (
    <>
      <SearchStep
        chosen={chosen?.itineraryId}
        onSearch={() => setWalked({ answers: {} })}
        onChosen={(itineraryId, pax) => choose({ itineraryId, pax })}
      />
      {chosen !== undefined && (
        <TripStep
          chosen={chosen}
          offer={offer}
          answers={answers}
          mistakes={checked?.mistakes ?? []}
          isClosed={isOrdered}
          onOffer={(next) => setWalked({ chosen, offer: next, answers: {} })}
          onAnswers={(next) => {
            if (offer !== undefined) setWalked({ chosen, offer, answers: next });
          }}
        />
      )}
      {chosen !== undefined && offer !== undefined && (
        <LaterSteps
          walked={{ ...walked, offer }}
          onStep={(step) => setWalked((one) => ({ ...one, ...step }))}
          onAgain={() => choose({ ...chosen })}
        />
      )}
    </>
  );
};
