/** What the hooks learn about a request and hand to the handlers: ids, route, partner, log. */
import { isRouteMetadata, type RouteMetadata } from '@partner-gateway/contract';
import type { FastifyRequest } from 'fastify';
import type { LogFields, LogLevel } from '../observability/logger.ts';
import type { Partner } from '../partners/partner-directory.ts';
import type { PartnerContext, Trace } from '../request-context.ts';
import { GatewayError } from '../errors.ts';

/** One request's state. */
export type RequestState = {
  readonly trace: Trace;
  readonly endpoint: string;
  readonly isBookingWrite: boolean;
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
  /** Set once authenticated. */
  partner?: Partner;
};

declare module 'fastify' {
  interface FastifyRequest {
    gateway: RequestState | null;
  }
}

/** The state of a request. Set by the first hook, so every later hook and handler has it. */
export const requestState = (request: FastifyRequest): RequestState => {
  if (request.gateway === null) throw new Error('the request context hook did not run');
  return request.gateway;
};

/** The metadata of the matched route; undefined when no contract route matched. */
export const routeMetadata = (request: FastifyRequest): RouteMetadata | undefined => {
  const { metadata } = request.routeOptions.config as { metadata?: unknown };
  return isRouteMetadata(metadata) ? metadata : undefined;
};

/** What a flow needs of a request; only for routes of authenticated partners. */
export const partnerContext = (request: FastifyRequest): PartnerContext => {
  const { partner, trace, log } = requestState(request);
  if (partner === undefined) throw new GatewayError('unauthorized');
  return { partner, trace, log };
};
