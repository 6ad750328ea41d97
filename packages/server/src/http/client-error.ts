/** Requests that never became one: broken HTTP, too many headers, or headers and bodies that arrived too slowly. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';
import { toProblem } from '../translate/problem.ts';

const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request_headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Makes the handler that answers on the bare socket, since there is no request to answer. */
export const createClientErrorHandler =
  ({ log, publicBaseUrl }: Pick<Deps, 'log' | 'publicBaseUrl'>) =>
  (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
    const code = codes[error.code ?? ''] ?? 'invalid_request';
    const correlationId = randomUUID();
    const context = { publicBaseUrl: publicBaseUrl(), correlationId, isBookingWrite: false };
    const { status, headers, body } = toProblem(
      code,
      { detail: 'The request is not readable HTTP.' },
      context,
    );
    const text = JSON.stringify(body);
    const lines = Object.entries({
      ...headers,
      'x-content-type-options': 'nosniff',
      'x-correlation-id': correlationId,
      'content-length': String(Buffer.byteLength(text)),
      connection: 'close',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    log('info', 'Request refused', { correlation_id: correlationId, error_code: code, status_code: status });
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`);
  };
