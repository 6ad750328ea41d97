/** Reads from a thrown network error what happened to the connection, and whether a byte can have left. */

/** What is known of a broken exchange: a code such as `ECONNRESET`, whether the request may have left, and whether it was the answer that could not be read. */
export type SocketFailure = {
  readonly code: string | undefined;
  readonly sent: boolean;
  readonly garbled: boolean;
};

const neverSentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
]);
/** System calls that come before the first byte. A reset or a time-out seen in them never carried the request. */
const neverSentCalls = new Set(['connect', 'getaddrinfo']);
/** zlib, the HTTP parser and undici's limits: there was an answer, but not a readable one. */
const garbledCode = /^(Z_|HPE_|UND_ERR_HEADERS_OVERFLOW$|UND_ERR_RES_)/;
const deepestCause = 6;

/** Walks the causes down to the socket's own error. Only its code is kept: messages hold addresses and URLs. */
export function socketFailureOf(error: unknown): SocketFailure {
  let current = error;
  for (let depth = 0; depth < deepestCause && isErrorLike(current); depth += 1) {
    const { code, syscall, cause } = current;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_/]{2,60}$/.test(code)) {
      const sent = !neverSentCodes.has(code) && !neverSentCalls.has(String(syscall));
      return { code, sent, garbled: garbledCode.test(code) };
    }
    current = cause;
  }
  return { code: undefined, sent: true, garbled: false };
}

type ErrorLike = { readonly code?: unknown; readonly syscall?: unknown; readonly cause?: unknown };
const isErrorLike = (value: unknown): value is ErrorLike => typeof value === 'object' && value !== null;
