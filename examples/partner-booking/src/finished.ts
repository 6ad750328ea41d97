/** Follows a booking that the supplier has not answered yet, as often as the gateway says. */
import type { Booking, BookingResult, GatewayClient, TicketResult } from '@partner-gateway/sdk';

const wait = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** The booking, once there is one. The gateway gives up after 15 minutes, and then this rejects. */
export const finished = async (gateway: GatewayClient, result: BookingResult): Promise<Booking> => {
  let latest = result;
  while (latest.state === 'pending') {
    await wait(latest.retryAfterSeconds);
    latest = await gateway.getIncompleteResult(latest.incompleteResultId);
  }
  return latest.booking;
};

/** The ticket's URL, asked for a few times; suppliers may take minutes. */
export const ticketUrl = async (gateway: GatewayClient, bookingId: string): Promise<string> => {
  for (let asked = 0; asked < 6; asked += 1) {
    const ticket: TicketResult = await gateway.getTicket(bookingId);
    if (ticket.state === 'issued') return ticket.ticket_url;
    await wait(ticket.retryAfterSeconds);
  }
  throw new Error(`the ticket of ${bookingId} is not issued yet; ask again later`);
};
