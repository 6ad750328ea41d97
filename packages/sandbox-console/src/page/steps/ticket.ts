/** The ticket of a confirmed booking, or when to ask again. */
import type { GatewayClient, TicketResult } from '@partner-gateway/sdk';

export const ticket = (gateway: GatewayClient, bookingId: string): Promise<TicketResult> =>
  gateway.getTicket(bookingId);
