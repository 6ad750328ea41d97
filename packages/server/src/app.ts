/** The two Fastify apps: the partner API with its docs, and the ops API. */
import { canonicalUrl, opsContract, partnerContract } from '@partner-gateway/contract';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import qs from 'qs';
import type { Deps } from './deps.ts';
import { addAdmission } from './http/admission.ts';
import { addApiVersion } from './http/api-version.ts';
import { addAuth } from './http/auth.ts';
import { addJsonBody } from './http/body/json-body.ts';
import { addClosingConnections } from './http/connections/closing-connections.ts';
import { createDoorman } from './http/connections/doorman.ts';
import { addOpenRequests, createTrackingServer } from './http/connections/open-requests.ts';
import { addDocs } from './http/docs.ts';
import { createClientErrorHandler, createErrorHandler, createNotFoundHandler } from './http/error-handler.ts';
import { addNotedRequests } from './http/noted-requests.ts';
import {
  addConsole,
  addMetricsRoute,
  addOpsDocument,
  addOpsRoutes,
  type MetricsPage,
} from './http/ops-routes.ts';
import { addPartnerRoutes } from './http/partner-routes.ts';
import { addRequestContext, openRequest } from './http/request-context.ts';

const bodyLimitBytes = 256 * 1024;
const listItemsMax = 500;

const queriesMax = 1_000;
const queryLengthMax = 512;

/** Lists, and what stands in brackets, with whatever is in them. */
const freeze = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
};

/** Reads a query. The same short text gives the same object, which nobody may change, while it is among the last: what was read of it is kept. */
const createQueryReader = (): ((text: string) => Record<string, unknown>) => {
  const known = new Map<string, Record<string, unknown>>();
  const read = (text: string) =>
    qs.parse(text, { arrayLimit: listItemsMax, parameterLimit: 2 * listItemsMax, depth: 2 }) as Record<
      string,
      unknown
    >;
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const query = freeze(read(text));
    if (text.length > queryLengthMax) return query;
    if (known.size >= queriesMax) known.clear();
    known.set(text, query);
    return query;
  };
};

/** What is refused before there is a route: no hook runs for it, so its ids are made here. */
const refusals = (deps: Deps): FastifyServerOptions => {
  const handleError = createErrorHandler(deps);
  return {
    clientErrorHandler: createClientErrorHandler(deps),
    frameworkErrors: (error, request, reply) => {
      openRequest(request, reply, deps);
      handleError(error, request, reply);
    },
  };
};

const options = (deps: Deps, trustProxy?: readonly string[]): FastifyServerOptions => ({
  ...refusals(deps),
  logger: false,
  bodyLimit: bodyLimitBytes,
  serverFactory: (listener) => createTrackingServer(listener),
  forceCloseConnections: 'idle',
  return503OnClosing: false,
  routerOptions: {
    // Sealed ids are far longer than Fastify's default of 100 characters, which answers 414.
    maxParamLength: 2_048,
    ignoreTrailingSlash: true,
    querystringParser: createQueryReader(),
  },
  ...(trustProxy !== undefined && { trustProxy: [...trustProxy] }),
});

const addCommon = (app: FastifyInstance, deps: Deps): void => {
  addRequestContext(app, deps);
  addNotedRequests(app, deps);
  addClosingConnections(app, deps);
  addOpenRequests(app);
  addApiVersion(app);
  addAuth(app, deps);
  addAdmission(app, deps);
  addJsonBody(app);
  app.setErrorHandler(createErrorHandler(deps));
};

/** Builds the partner API with its docs; not listening yet. */
export const buildApp = async (deps: Deps, trustProxy?: readonly string[]): Promise<FastifyInstance> => {
  const app = fastify({
    ...options(deps, trustProxy),
    serverFactory: (listener) => createTrackingServer(listener, createDoorman(deps)),
    rewriteUrl: (request) => canonicalUrl(request.url ?? '/'),
  });
  addCommon(app, deps);
  app.setNotFoundHandler(createNotFoundHandler(partnerContract));
  addDocs(app, deps.service);
  addPartnerRoutes(app, deps);
  await app.ready();
  return app;
};

/** Builds the ops API; not listening yet. */
export const buildOpsApp = async (deps: Deps, metrics: MetricsPage): Promise<FastifyInstance> => {
  const app = fastify({ ...options(deps), rewriteUrl: (request) => canonicalUrl(request.url ?? '/') });
  addCommon(app, deps);
  app.setNotFoundHandler(createNotFoundHandler(opsContract));
  addOpsRoutes(app, deps);
  addOpsDocument(app);
  addConsole(app);
  addMetricsRoute(app, metrics);
  await app.ready();
  return app;
};
