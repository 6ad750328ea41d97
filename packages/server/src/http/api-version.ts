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

/** A version is a date; written with a time, as a serialiser of dates does, it is the same one. */
const datePart = /^(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;

const find = (text: string | undefined, versions: readonly ApiVersion[]): ApiVersion | undefined => {
  if (text === undefined) return versions[0];
  const date = datePart.exec(text.trim())?.[1];
  return versions.find((version) => version.date === date);
};

const unsupported = (versions: readonly ApiVersion[]): GatewayError =>
  new GatewayError('unsupported_version', {
    detail: `Supported versions are ${versions.map(({ date }) => date).join(', ')}; leave the header out for the current one.`,
  });

const endHeaders = ({ endsOn }: ApiVersion): Record<string, string> =>
  endsOn === undefined ? {} : { deprecation: endsOn, sunset: new Date(`${endsOn}T00:00:00Z`).toUTCString() };

/** Adds the hook: an unsupported version is refused, a version with an end date is announced. */
export const addApiVersion = (app: FastifyInstance, versions: readonly ApiVersion[] = apiVersions): void => {
  app.addHook('onRequest', (request, reply, done) => {
    if (routeMetadata(request)?.auth !== 'partner') return done();
    const version = find(requested(request), versions);
    if (version === undefined) return done(unsupported(versions));
    reply.headers(endHeaders(version));
    done();
  });
};
