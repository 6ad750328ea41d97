/** The places where a failure becomes a response: what was thrown, what no route takes, what is not even a request. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, errorTable } from '@partner-gateway/contract';
import { whereThrown } from '@partner-gateway/telemetry';
import type { AppRoute, AppRouter } from '@ts-rest/core';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { toProblem } from '../translate/problem.ts';
import { refuseConnection } from './connections/open-requests.ts';
import { RequestMismatch, toInvalidRequest } from './contract/validation.ts';
import { clientIdOf, requestState } from './request-state.ts';

const transportCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_request',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_media_type',
  FST_ERR_BAD_URL: 'invalid_request',
  FST_ERR_MAX_PARAM_LENGTH: 'uri_too_long',
};

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('FST_');

/** Any error as the one kind that is answered; what is not known is `internal_error`. */
const asGatewayError = (error: unknown, endpoint: string): GatewayError => {
  if (error instanceof GatewayError) return error;
  if (error instanceof RequestMismatch) return toInvalidRequest(error, endpoint);
  if (isFastifyError(error)) {
    const code = transportCodes[error.code];
    if (code !== undefined) return new GatewayError(code, { cause: error });
  }
  return new GatewayError('internal_error', { cause: error });
};

/** A client that is set up wrongly stays so until somebody here repairs it. */
const levelOf = (code: ErrorCode, status: number): 'error' | 'warn' | 'info' => {
  if (code === 'client_misconfigured') return 'error';
  return status >= 500 ? 'warn' : 'info';
};

/** Nobody is there any more to be answered: the client's business, and no failure of ours. */
const hasLeft = ({ raw }: FastifyRequest, error: GatewayError): boolean =>
  error.code === 'internal_error' && !raw.complete && raw.destroyed;

/** Of what failed behind it: `timeout`, `connection` and the like. */
const kindOf = (cause: unknown): string | undefined => {
  const { kind } = (cause instanceof Error ? cause : {}) as { readonly kind?: unknown };
  return typeof kind === 'string' ? kind : undefined;
};

const logError = (error: GatewayError, request: FastifyRequest): void => {
  const { log, endpoint } = requestState(request);
  // The end of the request tells it.
  if (hasLeft(request, error)) return;
  const { status } = errorTable[error.code];
  const { outcome, reason, cause } = error.extras;
  const fields = {
    endpoint,
    error_code: error.code,
    status_code: status,
    outcome,
    reason,
    error_kind: kindOf(cause),
  };
  if (error.code === 'internal_error')
    log('error', 'Unexpected error', { ...fields, ...whereThrown(error.cause) });
  else log(levelOf(error.code, status), 'Request refused', fields);
};

/** Makes the handler that Fastify calls with every error. */
export const createErrorHandler =
  ({ observe: { metrics }, service: { publicBaseUrl } }: Pick<Deps, 'observe' | 'service'>) =>
  (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const state = requestState(request);
    const error = asGatewayError(thrown, state.endpoint);
    state.failure = error;
    const { status, headers, body } = toProblem(error.code, error.extras, {
      publicBaseUrl: publicBaseUrl(),
      correlationId: state.trace.correlationId,
      isBookingWrite: state.isBookingWrite,
    });
    logError(error, request);
    state.errorCode = error.code;
    if (hasLeft(request, error)) return reply.status(status).send(body);
    metrics.count('gateway.request.errors', {
      endpoint: state.endpoint,
      client_id: clientIdOf(state) ?? 'none',
      error_type: error.code,
    });
    return reply.status(status).headers(headers).send(body);
  };

type Pattern = { readonly pattern: RegExp; readonly method: string };

const isRoute = (value: AppRoute | AppRouter): value is AppRoute => 'method' in value && 'path' in value;

const toPattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}/?$`);

const patternsOf = (contract: AppRouter): Pattern[] =>
  Object.values(contract).flatMap((value) =>
    isRoute(value) ? [{ pattern: toPattern(value.path), method: value.method }] : [],
  );

/** Makes the handler for requests that no route takes. */
export const createNotFoundHandler = (contract: AppRouter) => {
  const patterns = patternsOf(contract);
  return (request: FastifyRequest): never => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (allowed.length === 0) throw new GatewayError('route_not_found');
    throw new GatewayError('method_not_allowed', { headers: { allow: [...new Set(allowed)].join(', ') } });
  };
};

const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request_headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/**
 * Makes the handler that answers on the bare socket, since there is no request to answer. While one is under way the
 * connection ends unanswered instead, and the request goes on to its end.
 */
export const createClientErrorHandler =
  ({ observe: { log }, service: { publicBaseUrl } }: Pick<Deps, 'observe' | 'service'>) =>
  (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
    const code = codes[error.code ?? ''] ?? 'invalid_request';
    const correlationId = randomUUID();
    if (!refuseConnection(socket)) {
      log('info', 'Connection ended unanswered', { correlation_id: correlationId, error_code: code });
      socket.destroySoon();
      return;
    }
    // It may have been meant as a write, and was not even read.
    const context = { publicBaseUrl: publicBaseUrl(), correlationId, isBookingWrite: true };
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
