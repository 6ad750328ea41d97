/** The body of a request, read as the gateway reads it: JSON of 256 KiB at most, or nothing. */
import { Refusal } from '../refusal.ts';

const bytesMax = 256 * 1024;

/** Throws `payload_too_large`, `unsupported_media_type`, and `invalid_request` for what is no JSON. */
export const readBody = (text: string, contentType: string | null): unknown => {
  if (text === '') return undefined;
  if (Buffer.byteLength(text) > bytesMax) {
    throw new Refusal('payload_too_large', { detail: 'The body exceeds 256 KiB.' });
  }
  if (contentType !== null && !/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType)) {
    throw new Refusal('unsupported_media_type', {
      detail: 'Send the body as `Content-Type: application/json`.',
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid_request', { detail: 'The body is not readable JSON.' });
  }
};
