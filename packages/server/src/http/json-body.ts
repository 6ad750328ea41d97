/** Request bodies: JSON only, an empty one is no body, prototype keys refused, the raw text kept where a signature covers it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';
import { routeMetadata } from './request-state.ts';

const rawBodies = new WeakMap<FastifyRequest, string>();

/** The body as it arrived; only for routes that 12go calls. */
export const rawBody = (request: FastifyRequest): string => rawBodies.get(request) ?? '';

const unreadable = (cause: unknown): GatewayError =>
  new GatewayError('invalid_request', { detail: 'The body is not readable JSON.', cause });

/** Replaces the parsers of an app. */
export const addJsonBody = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (routeMetadata(request)?.auth === 'supplier') rawBodies.set(request, text);
    if (text.trim() === '') return done(null, undefined);
    void parse(request, text, (error, value) =>
      error === null ? done(null, value) : done(unreadable(error)),
    );
  });
};
