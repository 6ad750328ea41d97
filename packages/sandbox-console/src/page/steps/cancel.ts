/** Cancels in two steps: what would be paid back, which changes nothing, and then with one of these options. */
import type { GatewayClient, Money, RefundOption } from '@partner-gateway/sdk';

export const previewCancel = async (
  gateway: GatewayClient,
  bookingId: string,
): Promise<readonly RefundOption[]> => {
  const result = await gateway.cancelBooking(bookingId, { preview: true });
  return result.state === 'options' ? result.refund_options : [];
};

export const cancel = async (
  gateway: GatewayClient,
  bookingId: string,
  refund_option: string,
): Promise<Money | undefined> => {
  const result = await gateway.cancelBooking(bookingId, { refund_option });
  return result.state === 'cancelled' ? result.refund : undefined;
};
