/** Who may call: the route's metadata decides, and a route without it is refused at start. */
import {
  clientIdPattern,
  headerNames,
  isRouteMetadata,
  type OpsScope,
  reaches,
} from '@partner-gateway/contract';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { KeyRefusal } from '../partners/partner-directory.ts';
import { requestState, routeMetadata } from './request-state.ts';

type Slice = Pick<Deps, 'admission' | 'callers' | 'observe'>;

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const challenge = { 'www-authenticate': `ApiKey header="${headerNames.apiKey}"` };

const withoutKey = ({ headers }: FastifyRequest): GatewayError => {
  const isElsewhere = headers.authorization !== undefined;
  const detail = `Send the client’s API key in the header ${headerNames.apiKey}${isElsewhere ? '; Authorization is not read' : ''}.`;
  return new GatewayError('unauthorized', { detail, reason: 'key_missing', headers: challenge });
};

/** Thrown for a key that was sent and does not fit. */
class WrongKey extends GatewayError {}

/** The form of a client's name, without what is too long for one or begins as keys do: a key may stand in its place. */
const nameLike = /^(?!gw[a-z]?_)[A-Za-z0-9_-]{1,24}$/;

/** The same for an unknown client, a wrong key and a disabled client, so that nobody learns which clients exist. */
const refusedKey = (reason: KeyRefusal): GatewayError =>
  new WrongKey('unauthorized', { reason, headers: challenge });

const authenticatePartner = (
  request: FastifyRequest,
  { callers: { partners } }: Pick<Deps, 'callers'>,
): void => {
  const params = request.params as { client_id?: string };
  const state = requestState(request);
  const apiKey = header(request, headerNames.apiKey);
  const { client_id: clientId } = params;
  if (clientId !== undefined) state.claimedClientId = partners.find(clientId)?.clientId;
  if (clientId !== undefined && clientId !== apiKey && nameLike.test(clientId))
    state.askedClientId = clientId;
  if (apiKey === undefined) throw withoutKey(request);
  if (clientId !== undefined && !clientIdPattern.test(clientId)) throw refusedKey('client_unknown');
  const partner =
    clientId === undefined ? partners.findByKey(apiKey) : partners.authenticate(clientId, apiKey);
  if (partner === undefined) throw refusedKey(partners.whyRefused(clientId, apiKey));
  params.client_id = partner.clientId;
  state.partner = partner;
};

/** What a scraper can send. */
const bearerOf = ({ headers: { authorization = '' } }: FastifyRequest): string | undefined =>
  /^bearer (\S+)$/i.exec(authorization)?.[1];

const tooSmall = (operator: string, given: OpsScope, needed: OpsScope): GatewayError =>
  new GatewayError('insufficient_scope', {
    reason: `needs_${needed}`,
    detail: `This needs a key of scope ${needed}, and the key of ${operator} has ${given}. Ask with another one, or have one added to OPS_KEY_HASHES: partner-cli keys generate --ops ${operator} --scope ${needed}`,
  });

const authenticateOperator = (
  request: FastifyRequest,
  { callers: { operators } }: Pick<Deps, 'callers'>,
): void => {
  const key = header(request, headerNames.opsKey) ?? bearerOf(request);
  const operator = key === undefined ? undefined : operators.find(key);
  if (operator === undefined) {
    const Refusal = key === undefined ? GatewayError : WrongKey;
    throw new Refusal('unauthorized', {
      detail: `Send an operator’s key in the header ${headerNames.opsKey}.`,
      headers: { 'www-authenticate': `ApiKey header="${headerNames.opsKey}"` },
    });
  }
  const { name, scope } = operator;
  const state = requestState(request);
  state.operator = name;
  state.scope = scope;
  const needed = routeMetadata(request)?.scope ?? 'admin';
  if (!reaches(scope, needed)) throw tooSmall(name, scope, needed);
};

/** Refuses to start with a route that nobody decided who may call. */
const denyUndecidedRoutes = (app: FastifyInstance): void => {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => void routes.push(route));
  app.addHook('onReady', (done) => {
    const undecided = routes.filter(
      ({ config }) => !isRouteMetadata((config as { metadata?: unknown } | undefined)?.metadata),
    );
    const [first] = undecided;
    done(
      first === undefined
        ? undefined
        : new Error(`${String(first.method)} ${first.url} has no route metadata`),
    );
  });
};

/** Whoever guesses keys is told to wait; whoever sends the right one from the same address is not. */
const refusalOf = async (
  error: WrongKey,
  { ip }: FastifyRequest,
  { admission: { failedKeys, failedKeysQuota }, observe: { metrics } }: Slice,
): Promise<GatewayError> => {
  const { isAdmitted, resetMs } = await failedKeys.take({ name: ip, quota: failedKeysQuota });
  if (isAdmitted) return error;
  metrics.count('gateway.ratelimit.rejected', { scope: 'failed_key', client_id: 'none' });
  return new GatewayError('rate_limited', {
    detail: 'Too many wrong keys came from this address. Check the key before you send it again.',
    retryAfterSeconds: Math.ceil(resetMs / 1_000),
  });
};

const authenticate = (request: FastifyRequest, deps: Slice): void => {
  const auth = routeMetadata(request)?.auth;
  deps.observe.spans.withinSync('auth_middleware', () => {
    if (auth === 'partner') authenticatePartner(request, deps);
    if (auth === 'ops') authenticateOperator(request, deps);
  });
};

/** Adds the check of partners' and operators' keys. Notifications are checked where their raw body is at hand. */
export const addAuth = (app: FastifyInstance, deps: Slice): void => {
  denyUndecidedRoutes(app);
  app.addHook('onRequest', (request, _reply, done) => {
    try {
      authenticate(request, deps);
      done();
    } catch (error) {
      if (error instanceof WrongKey) void refusalOf(error, request, deps).then(done, done);
      else done(error as Error);
    }
  });
};
