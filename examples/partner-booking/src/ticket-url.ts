/** Asks for the ticket of a booking until it is issued; suppliers may take minutes. */
import type { GatewayClient, TicketResult } from '@partner-gateway/sdk';

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** The ticket's URL, asked for a few times. */
export const ticketUrl = async (gateway: GatewayClient, bookingId: string): Promise<string> => {
  for (let asked = 0; asked < 6; asked += 1) {
    const ticket: TicketResult = await gateway.getTicket(bookingId);
    if (ticket.state === 'issued') return ticket.ticket_url;
    await pause(ticket.retryAfterSeconds);
  }
  throw new Error(`the ticket of ${bookingId} is not issued yet; ask again later`);
};
