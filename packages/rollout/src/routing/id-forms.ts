/** Whose ids and tokens are whose, told by their form alone. */

/** Whose it is: `either` can be read by both, `none` was not sent. */
export type Owner = 'gateway' | 'legacy' | 'either' | 'none';

/** `{keyId}.{base64url}` of a nonce, a tag and some content: 28 bytes are 38 characters. */
const sealed = /^[A-Za-z0-9]{1,32}\.[A-Za-z0-9_-]{39,}$/;

/**
 * Assumed: the old system's itinerary ids were the trip and when it leaves, which the gateway reads as well and gives to clients with
 * `itinerary_id_mode: plain`.
 */
const plainItineraryId = /^[0-9A-Za-z]{24}-\d{4}-\d{2}-\d{2}-\d{2}:\d{2}$/;

/** Issued here, or 12go's own number, which the old system never took. */
const gatewayBookingId = /^(?:BK-\d+-[0-9A-HJKMNP-TV-Z]{5}|(?:BK-)?\d+)$/i;

/** Whose an itinerary id is; one of neither form is the old system's, or wrong. */
export const ownerOfItineraryId = (id: string): Owner => {
  if (sealed.test(id)) return 'gateway';
  return plainItineraryId.test(id) ? 'either' : 'legacy';
};

/** Whose a booking token or an incomplete result is; each side reads its own only. */
export const ownerOfToken = (token: string | undefined): Owner => {
  if (token === undefined || token === '') return 'none';
  return sealed.test(token) ? 'gateway' : 'legacy';
};

/** Whose a booking is. */
export const ownerOfBookingId = (id: string): Owner => (gatewayBookingId.test(id) ? 'gateway' : 'legacy');
