/** The one place where a throw becomes a response: mapped, logged once, and free of anything secret. */
import { type ErrorCode, errorTable } from '@partner-gateway/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { whereThrown } from '../observability/logger.ts';
import { toProblem } from '../translate/problem.ts';
import { requestState } from './request-state.ts';
import { RequestMismatch, toInvalidRequest } from './validation.ts';

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
export const asGatewayError = (error: unknown, endpoint: string): GatewayError => {
  if (error instanceof GatewayError) return error;
  if (error instanceof RequestMismatch) return toInvalidRequest(error, endpoint);
  if (isFastifyError(error)) {
    const code = transportCodes[error.code];
    if (code !== undefined) return new GatewayError(code, { cause: error });
  }
  return new GatewayError('internal_error', { cause: error });
};

const logError = (error: GatewayError, request: FastifyRequest): void => {
  const { log, endpoint } = requestState(request);
  const { status } = errorTable[error.code];
  const fields = { endpoint, error_code: error.code, status_code: status, outcome: error.extras.outcome };
  if (error.code === 'internal_error')
    log('error', 'Unexpected error', { ...fields, ...whereThrown(error.cause) });
  else log(status >= 500 ? 'warn' : 'info', 'Request refused', fields);
};

/** Makes the handler that Fastify calls with every error. */
export const createErrorHandler =
  ({ metrics, publicBaseUrl }: Pick<Deps, 'metrics' | 'publicBaseUrl'>) =>
  (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const state = requestState(request);
    const error = asGatewayError(thrown, state.endpoint);
    const { status, headers, body } = toProblem(error.code, error.extras, {
      publicBaseUrl: publicBaseUrl(),
      correlationId: state.trace.correlationId,
      isBookingWrite: state.isBookingWrite,
    });
    logError(error, request);
    metrics.count('gateway.request.errors', {
      endpoint: state.endpoint,
      client_id: state.partner?.settings.client_id ?? 'none',
      error_type: error.code,
    });
    return reply.status(status).headers(headers).send(body);
  };
