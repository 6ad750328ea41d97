/** The ops listener: the rollout shown and changed, what was seen, probes and metrics. */
import { createOperators, type Operators, readOperators } from '@partner-gateway/api-keys';
import { type Operator, type OpsScope, reaches } from '@partner-gateway/contract';
import { consoleNotBuilt, createConsole } from '@partner-gateway/operator-console';
import {
  changeRequestSchema,
  type Flags,
  RolloutRefused,
  reportQuerySchema,
  routerPaths,
  type Tallies,
} from '@partner-gateway/rollout';
import type { Log } from '@partner-gateway/telemetry';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { FlagKeeper } from '../flags/flag-keeper.ts';
import type { Sides } from '../sides/side.ts';

/** What the listener shows. */
export type OpsParts = {
  readonly instance: string;
  /** What the place is called: the host at which partners reach it. */
  readonly environment: string;
  readonly version: string;
  readonly flags: FlagKeeper;
  readonly tallies: Tallies;
  readonly sides: Sides;
  readonly log: Log;
  readonly scrape: () => Promise<string>;
  readonly metricsAccess: 'key' | 'open';
  readonly operatorHashes: readonly string[];
  readonly startedAtMs: number;
  readonly nowMs: () => number;
  readonly isReady: () => boolean;
  readonly isLeaving: () => boolean;
};

/** A refusal of the ops listener. */
class OpsRefusal extends Error {
  override readonly name = 'OpsRefusal';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

const keyOf = ({ headers }: FastifyRequest): string => {
  const own = headers['x-ops-key'];
  const [, bearer = ''] = /^bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return typeof own === 'string' ? own : bearer;
};

/** The operator whose key came. */
type KnownOperator = Pick<Operator, 'name' | 'scope'>;

const assertMay = (operators: Operators, request: FastifyRequest, needed: OpsScope): KnownOperator => {
  const key = keyOf(request);
  const operator = key === '' ? undefined : operators.find(key);
  if (operator === undefined) throw new OpsRefusal(401, 'Send an operator’s key in the header x-ops-key.');
  if (!reaches(operator.scope, needed))
    throw new OpsRefusal(
      403,
      `This needs a key of scope ${needed}; that of ${operator.name} has ${operator.scope}.`,
    );
  return operator;
};

const flagsOf = ({ instance, flags, sides }: OpsParts): Flags => ({
  instance,
  rollout: flags.current(),
  peers: flags.peers(),
  file: flags.file(),
  circuits: { gateway: sides.circuit.state(), copies: sides.copies.state() },
});

const issuesOf = (error: { readonly issues: readonly { path: PropertyKey[]; message: string }[] }): string =>
  error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`).join('; ');

const addFlags = (app: FastifyInstance, parts: OpsParts, operators: Operators): void => {
  app.get(routerPaths.flags, async (request) => {
    assertMay(operators, request, 'read');
    return flagsOf(parts);
  });
  app.post(routerPaths.flags, async (request) => {
    const { name } = assertMay(operators, request, 'act');
    const read = changeRequestSchema.safeParse(request.body);
    if (!read.success) throw new OpsRefusal(400, issuesOf(read.error));
    const { change, reason, expected_revision: expected } = read.data;
    const { revision } = parts.flags.current();
    if (expected !== undefined && expected !== revision)
      throw new OpsRefusal(
        409,
        `The rollout has revision ${revision} by now, not ${expected}. Look at it again.`,
      );
    await parts.flags.change(change, { name, reason });
    return flagsOf(parts);
  });
};

const addSeen = (app: FastifyInstance, parts: OpsParts, operators: Operators): void => {
  app.get(routerPaths.report, async (request) => {
    assertMay(operators, request, 'read');
    const read = reportQuerySchema.safeParse(request.query);
    if (!read.success) throw new OpsRefusal(400, issuesOf(read.error));
    return parts.tallies.report(read.data.minutes);
  });
  app.get('/metrics', async (request, reply) => {
    if (parts.metricsAccess === 'key') assertMay(operators, request, 'read');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await parts.scrape());
  });
};

/** The console, which asks who one is as it asks a gateway. */
const addConsole = (app: FastifyInstance, parts: OpsParts, operators: Operators): void => {
  const { environment, version, instance } = parts;
  app.get('/ops/v1/operator', async (request): Promise<Operator> => {
    const { name, scope } = assertMay(operators, request, 'read');
    return { name, scope, program: 'router', environment, version, instance };
  });
  const answer = createConsole();
  for (const url of ['/console', '/console/*'])
    app.get(url, async (request, reply) => {
      const answered = answer(request);
      if (answered === 'not_built') throw new OpsRefusal(404, consoleNotBuilt);
      if (answered === undefined) throw new OpsRefusal(404, 'The console has no such file.');
      return reply.code(answered.status).headers(answered.headers).send(answered.body);
    });
  app.get('/', (_request, reply) => reply.redirect('/console', 302));
};

/** Probes, which both listeners answer. */
export const addProbes = (
  app: FastifyInstance,
  { version, startedAtMs, nowMs, isReady, isLeaving }: Omit<OpsParts, 'flags'>,
): void => {
  const ready = (_request: FastifyRequest, reply: FastifyReply) => {
    const status = isReady() && !isLeaving() ? 'ready' : 'not_ready';
    return reply.code(status === 'ready' ? 200 : 503).send({ status, checks: [] });
  };
  const health = () =>
    Promise.resolve({
      status: 'ok',
      version,
      uptime_seconds: Math.max(0, (nowMs() - startedAtMs) / 1_000),
    });
  app.get('/health', health);
  app.get('/ready', ready);
};

/** Builds it; not listening yet. */
export const buildOps = async (parts: OpsParts): Promise<FastifyInstance> => {
  const app = fastify({ logger: false, forceCloseConnections: true });
  const entries = readOperators(parts.operatorHashes);
  const operators = createOperators(() => entries, parts.nowMs);
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof OpsRefusal) return reply.code(error.status).send({ detail: error.message });
    if (error instanceof RolloutRefused) return reply.code(422).send({ detail: error.problems.join('; ') });
    const status = (error as { readonly statusCode?: number }).statusCode ?? 500;
    if (status >= 500)
      parts.log('error', 'An error that nobody expected', { error_name: (error as Error).name });
    return reply
      .code(status)
      .send({ detail: status >= 500 ? 'The router failed.' : (error as Error).message });
  });
  addFlags(app, parts, operators);
  addSeen(app, parts, operators);
  addConsole(app, parts, operators);
  addProbes(app, parts);
  await app.ready();
  return app;
};
