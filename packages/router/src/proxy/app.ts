/** The partner listener: the contract's routes, each with what decides about it, and everything else as before. */
import { canonicalUrl, partnerContract } from '@partner-gateway/contract';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { RouteFacts } from './asked.ts';
import { addBodies } from './body.ts';
import type { Deps } from './deps.ts';
import { createHandler } from './handler.ts';
import { createNotificationHandler } from './notifications.ts';
import { toProblemAnswer } from './problem.ts';

type Route = (typeof partnerContract)[keyof typeof partnerContract];

/** Where the body says whose it is, or is sent a second time when the first side does not know the booking. */
const collected: ReadonlySet<string> = new Set([
  'lock_seats',
  'unlock_seats',
  'create_booking',
  'cancel_booking',
  'notification',
]);

/** Pages that only the gateway has. */
const ofGateway = /^\/(?:docs|problems|llms\.txt|openapi(?:-3\.0)?\.json|asyncapi\.json)(?:[/?]|$)/;

/** The longest that a sealed id may be. */
const paramLengthMax = 2_048;

const factsOf = ({ metadata }: Route): RouteFacts => ({
  endpoint: metadata.endpoint,
  isCopyable: metadata.copyable,
  isCollected: collected.has(metadata.endpoint),
  isBookingWrite: metadata.idempotent,
});

const elsewhere: RouteFacts = {
  endpoint: 'elsewhere',
  isCopyable: false,
  isCollected: false,
  isBookingWrite: false,
};

const sideOfPage = ({ url }: FastifyRequest) => (ofGateway.test(url) ? 'gateway' : 'legacy');

const addErrors = (app: FastifyInstance, { observe, publicBaseUrl }: Deps): void => {
  app.setErrorHandler((error, request, reply) => {
    const status = (error as { readonly statusCode?: number }).statusCode ?? 500;
    if (status >= 500)
      observe.log('error', 'An error that nobody expected', { error_name: (error as Error).name });
    const code = { 413: 'payload_too_large', 500: 'internal_error' }[status] ?? 'invalid_request';
    const { headers, text } = toProblemAnswer(
      request,
      {
        code: code as 'payload_too_large' | 'internal_error' | 'invalid_request',
        detail: 'The request could not be read, and was not sent on.',
      },
      { publicBaseUrl, isBookingWrite: false },
    );
    return reply.code(status).headers(headers).send(text);
  });
};

/** Builds it; not listening yet. */
export const buildProxy = async (
  deps: Deps,
  addProbes: (app: FastifyInstance) => void,
): Promise<FastifyInstance> => {
  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: paramLengthMax, ignoreTrailingSlash: true },
    rewriteUrl: ({ url = '/' }) => canonicalUrl(url),
  });
  addBodies(app);
  addProbes(app);
  addErrors(app, deps);
  const handler = createHandler(deps);
  const notified = createNotificationHandler(deps);
  for (const route of Object.values(partnerContract)) {
    const facts = factsOf(route);
    const { auth, endpoint, aliases } = route.metadata;
    if (auth === 'none') continue;
    const handle = endpoint === 'notification' ? notified : handler.routed(facts);
    for (const url of [route.path, ...aliases])
      app.route({ method: route.method, url, config: { facts } as object, handler: handle });
  }
  app.setNotFoundHandler(handler.to(elsewhere, sideOfPage));
  await app.ready();
  return app;
};
