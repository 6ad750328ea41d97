/** The API version a request asks for, and what its end means for the answer (contract §2). */
import { type ApiVersion, apiVersions, headerNames } from '@partner-gateway/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';
import { routeMetadata } from './request-state.ts';

/** The version named by the headers; the `x-` form wins, none means the current one. */
const requested = ({ headers }: FastifyRequest): string | undefined => {
  const value = headers[headerNames.versionAlias] ?? headers[headerNames.version];
  return Array.isArray(value) ? value.join(',') : value;
};

const find = (text: string | undefined, versions: readonly ApiVersion[]): ApiVersion | undefined =>
  text === undefined ? versions[0] : versions.find((version) => version.date === text);

const endHeaders = ({ endsOn }: ApiVersion): Record<string, string> =>
  endsOn === undefined ? {} : { deprecation: endsOn, sunset: new Date(`${endsOn}T00:00:00Z`).toUTCString() };

/** Adds the hook: an unsupported version is refused, a version with an end date is announced. */
export const addApiVersion = (app: FastifyInstance, versions: readonly ApiVersion[] = apiVersions): void => {
  app.addHook('onRequest', (request, reply, done) => {
    if (routeMetadata(request)?.auth !== 'partner') return done();
    const version = find(requested(request), versions);
    if (version === undefined) return done(new GatewayError('unsupported_version'));
    reply.headers(endHeaders(version));
    done();
  });
};
