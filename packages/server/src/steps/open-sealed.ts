/** Opens what partners send back sealed, and says why not in the contract's words. */
import type { ErrorCode } from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { TokenError } from '../tokens/token-error.ts';

/** The codes of one kind of box: refused for any reason but its end, and past its end. */
export type SealedCodes = { readonly refused: ErrorCode; readonly expired: ErrorCode };

/**
 * Runs an opening; a refused box is counted by its reason and answered without telling which check failed.
 *
 * @throws GatewayError with one of the two codes.
 */
export const openSealed = <Payload>(
  { metrics }: Pick<Deps, 'metrics'>,
  codes: SealedCodes,
  open: () => Payload,
): Payload => {
  try {
    return open();
  } catch (cause) {
    if (!(cause instanceof TokenError)) throw cause;
    metrics.count('gateway.token.rejected', { reason: cause.reason });
    throw new GatewayError(cause.reason === 'expired' ? codes.expired : codes.refused, { cause });
  }
};
