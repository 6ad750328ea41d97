/** The price of what was filled in, line by line. */
import type { BookingData, CheckoutItinerary } from '@partner-gateway/sdk';
import type { FunctionComponent } from 'preact';
import { Price } from '../parts/price.tsx';
import { Step } from '../parts/step.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { Trouble } from '../parts/trouble.tsx';
import { useCall } from '../parts/use-call.ts';
import { type Checked, quote } from '../steps/quote.ts';
import code from '../steps/quote.ts?raw';

type Props = {
  readonly itinerary: CheckoutItinerary;
  readonly data: BookingData;
  readonly checked: Checked | undefined;
  /** Whether it was booked since. */
  readonly isClosed: boolean;
  readonly onChecked: (checked: Checked) => void;
};

const Told: FunctionComponent<{ readonly checked: Checked }> = ({ checked }) => {
  const wrong = [...checked.mistakes, ...(checked.quote?.problems ?? [])];
  return (
    <>
      {wrong.length > 0 && (
        <ul role="alert">
          {wrong.map(({ field = '', message }) => (
            <li key={field + message} class="bad">
              ✗ {message} <code>{field}</code>
            </li>
          ))}
        </ul>
      )}
      {checked.quote !== undefined && (
        <table>
          <caption>Quote</caption>
          <tbody>
            {checked.quote.lines.map(({ title, amount, field = '' }) => (
              <tr key={field + title}>
                <th scope="row">{title}</th>
                <td>
                  <Price of={amount} />
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">Total</th>
              <td>
                <Price of={checked.quote.total_price} />
              </td>
            </tr>
          </tbody>
        </table>
      )}
    </>
  );
};

export const QuoteStep: FunctionComponent<Props> = ({ itinerary, data, checked, isClosed, onChecked }) => {
  const { gateways } = useSurroundings();
  const { isBusy, error, run } = useCall();
  const ask = (): void => void run(async () => onChecked(await quote(gateways.quote, itinerary, data)));
  return (
    <Step name="quote" title="3. Quote" code={code}>
      <p>The SDK checks the form first; what passes is priced by the gateway. Nothing is held yet.</p>
      <button type="button" class="primary" disabled={isBusy || isClosed} onClick={ask}>
        {isBusy ? 'Asking …' : 'Ask for a quote'}
      </button>
      <Trouble error={error} />
      {checked !== undefined && <Told checked={checked} />}
    </Step>
  );
};
