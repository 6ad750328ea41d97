/** The ticket of the booking. */
import type { TicketResult } from '@partner-gateway/sdk';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { Step } from '../parts/step.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { Trouble } from '../parts/trouble.tsx';
import { useCall } from '../parts/use-call.ts';
import { ticket } from '../steps/ticket.ts';
import code from '../steps/ticket.ts?raw';

export const TicketStep: FunctionComponent<{ readonly bookingId: string }> = ({ bookingId }) => {
  const { gateways } = useSurroundings();
  const { isBusy, error, run } = useCall();
  const [result, setResult] = useState<TicketResult>();
  const ask = (): void => void run(async () => setResult(await ticket(gateways.ticket, bookingId)));
  return (
    <Step name="ticket" title="5. Ticket" code={code}>
      <button type="button" class="primary" disabled={isBusy} onClick={ask}>
        {isBusy ? 'Asking …' : 'Get the ticket'}
      </button>
      <div role="status">
        {result?.state === 'issued' && (
          <p class="good">
            ✓ Issued: <a href={result.ticket_url}>{result.ticket_url}</a>
          </p>
        )}
        {result?.state === 'pending' && (
          <p class="open">? Not issued yet: ask again in {result.retryAfterSeconds} seconds.</p>
        )}
      </div>
      <Trouble error={error} />
    </Step>
  );
};
