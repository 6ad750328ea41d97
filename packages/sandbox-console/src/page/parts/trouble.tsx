/** How a call failed: the words, the code with its page, and whether anything was booked. */
import { isGatewayError } from '@partner-gateway/sdk';
import type { FunctionComponent } from 'preact';

export const Trouble: FunctionComponent<{ readonly error: unknown }> = ({ error }) => {
  if (error === undefined) return null;
  if (!isGatewayError(error))
    return (
      <p class="bad" role="alert">
        ✗ {error instanceof Error ? error.message : 'Something failed here.'}
      </p>
    );
  const { detail, code, outcome, docUrl } = error;
  return (
    <div role="alert">
      <p class="bad">✗ {detail}</p>
      <p class="muted">
        {docUrl === undefined ? <code>{code}</code> : <a href={`/problems/${code}`}>{code}</a>}
        {outcome !== undefined && `, outcome: ${outcome}`}
      </p>
    </div>
  );
};
