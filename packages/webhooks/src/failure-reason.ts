/** The errors of a connection as the words that an attempt is told with; what they say is not passed on. */
import type { FailureReason } from './attempt.ts';

/** A name that must not be connected to, or leads nowhere. */
export class LookupRefused extends Error {
  override readonly name = 'LookupRefused';
  readonly reason: 'name' | 'address_forbidden';

  constructor(reason: 'name' | 'address_forbidden') {
    super(reason);
    this.reason = reason;
  }
}

const reasonsByCode: readonly (readonly [RegExp, FailureReason])[] = [
  [/^(ENOTFOUND|EAI_)/, 'name'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^ETIMEDOUT$/, 'timeout'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED)$/, 'reset'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EPERM)$/, 'unreachable'],
  [/^HPE_/, 'protocol'],
  [
    /^(EPROTO|ERR_(TLS|SSL|OSSL)_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_)/,
    'tls',
  ],
];

/** The word for an error; `other` for one that is not known. */
export const failureReasonOf = (error: unknown): FailureReason => {
  if (error instanceof LookupRefused) return error.reason;
  if (!(error instanceof Error) || !('code' in error)) return 'other';
  const code = String(error.code);
  return reasonsByCode.find(([pattern]) => pattern.test(code))?.[1] ?? 'other';
};
