/** A trip that is opened: its seats, and the form that it asks for. */
import type { FieldError, FormField } from '@partner-gateway/sdk/forms';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Answers } from '../booking-data.ts';
import { Price } from '../parts/price.tsx';
import { Step } from '../parts/step.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { Trouble } from '../parts/trouble.tsx';
import { useCall } from '../parts/use-call.ts';
import { sampleAnswers } from '../sample-answers.ts';
import { type Offer, openTrip } from '../steps/open-trip.ts';
import code from '../steps/open-trip.ts?raw';
import { FormInput } from './form-input.tsx';
import { SeatMap } from './seat-map.tsx';

/** What was chosen from a search; a new object opens it anew. */
export type Chosen = { readonly itineraryId: string; readonly pax: number };

type Props = {
  readonly chosen: Chosen;
  readonly offer: Offer | undefined;
  readonly answers: Answers;
  readonly mistakes: readonly FieldError[];
  /** Whether it was booked since. */
  readonly isClosed: boolean;
  readonly onOffer: (offer: Offer) => void;
  readonly onAnswers: (answers: Answers) => void;
};

type FormProps = Pick<Props, 'answers' | 'mistakes' | 'onAnswers'> & { readonly offer: Offer };

const groupOf = ({ passenger }: FormField): string =>
  passenger === undefined ? 'The booking' : `Traveller ${passenger + 1}`;

const Seats: FunctionComponent<FormProps> = ({ offer, answers, onAnswers }) => {
  const field = offer.fields.find(({ kind }) => kind === 'seats');
  const map = offer.itinerary.extras.seat_map;
  if (field === undefined || map === undefined)
    return <p class="muted">This trip has no seats to choose from.</p>;
  const given = answers[field.field];
  return (
    <SeatMap
      map={map}
      chosen={Array.isArray(given) ? given : []}
      max={field.count?.max ?? 1}
      onChosen={(seats) => onAnswers({ ...answers, [field.field]: seats })}
    />
  );
};

const Form: FunctionComponent<FormProps> = ({ offer, answers, mistakes, onAnswers }) => {
  const fields = offer.fields.filter(({ kind }) => kind !== 'seats' && kind !== 'file');
  return (
    <>
      {[...new Set(fields.map(groupOf))].map((group) => (
        <fieldset key={group}>
          <legend>{group}</legend>
          <div class="fields">
            {fields
              .filter((field) => groupOf(field) === group)
              .map((field) => (
                <FormInput
                  key={field.field}
                  field={field}
                  value={answers[field.field]}
                  mistake={mistakes.find((one) => one.field === field.field)?.message}
                  onValue={(value) => onAnswers({ ...answers, [field.field]: value })}
                />
              ))}
          </div>
        </fieldset>
      ))}
    </>
  );
};

export const TripStep: FunctionComponent<Props> = (props) => {
  const { chosen, offer, isClosed, onOffer, onAnswers } = props;
  const { gateways } = useSurroundings();
  const { isBusy, error, run } = useCall();
  // What was chosen is opened once, each time that it is chosen.
  useEffect(
    () => void run(async () => onOffer(await openTrip(gateways.trip, chosen.itineraryId, chosen.pax))),
    [chosen],
  );
  return (
    <Step name="trip" title="2. Seats and travellers" code={code}>
      {isBusy && <p class="muted">Opening …</p>}
      <Trouble error={error} />
      {offer !== undefined && (
        <fieldset disabled={isClosed}>
          <p>
            Fare <Price of={offer.itinerary.pricing.net_price} />. The form is what the operator of this trip
            asks for.
          </p>
          {!isClosed && (
            <button type="button" onClick={() => onAnswers(sampleAnswers(offer.fields, offer.itinerary))}>
              Fill it in for me
            </button>
          )}
          <Seats {...props} offer={offer} />
          <Form {...props} offer={offer} />
        </fieldset>
      )}
    </Step>
  );
};
