/** Paths that are not served, and methods that a served path does not take. */
import type { AppRoute, AppRouter } from '@ts-rest/core';
import type { FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';

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
