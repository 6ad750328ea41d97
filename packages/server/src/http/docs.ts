/** What the gateway shows to those who build on it: the OpenAPI document, the developer site with a page for every error, and the way there. */
import type { AnswerPage } from '@partner-gateway/built-pages';
import { metadata } from '@partner-gateway/contract';
import openApiDocument from '@partner-gateway/contract/openapi.json' with { type: 'json' };
import { openSite } from '@partner-gateway/developer-site/shelf';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { llmsText } from './llms-text.ts';
import { pageHeaders } from './page-headers.ts';

const config = (endpoint: string) => ({ metadata: metadata({ endpoint, auth: 'none', cost: 'none' }) });

const addOpenApi = (app: FastifyInstance, publicBaseUrl: () => string): void => {
  app.get('/openapi.json', { config: config('openapi') }, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=300')
      .send({ ...openApiDocument, servers: [{ url: publicBaseUrl() }] }),
  );
  // A gateway is asked for it once in a while, so it is read when somebody asks.
  app.get('/openapi-3.0.json', { config: config('openapi') }, async (_request, reply) => {
    const { default: document } = await import('@partner-gateway/contract/openapi-3.0.json', {
      with: { type: 'json' },
    });
    return reply
      .header('cache-control', 'public, max-age=300')
      .send({ ...document, servers: [{ url: publicBaseUrl() }] });
  });
};

/** What programs that write code read first: made once for an address. */
const addLlmsText = (app: FastifyInstance, publicBaseUrl: () => string): void => {
  let made: { readonly base: string; readonly text: string } | undefined;
  app.get('/llms.txt', { config: config('llms') }, (_request, reply) => {
    const base = publicBaseUrl();
    if (made?.base !== base) made = { base, text: llmsText(openApiDocument, base) };
    return reply
      .header('cache-control', 'public, max-age=300')
      .type('text/plain; charset=utf-8')
      .send(made.text);
  });
};

/** The pages, and what a browser asks for by itself at an address that somebody typed in. */
const addSite = (app: FastifyInstance): void => {
  const site = openSite();
  const show = async (path: string, { headers }: FastifyRequest, reply: FastifyReply) => {
    const asked = { ifNoneMatch: headers['if-none-match'], acceptEncoding: headers['accept-encoding'] };
    const answer = await site.answer({ path, ...asked });
    if (answer === undefined) throw new GatewayError('route_not_found');
    // Nothing stands inline in them.
    if (answer.policy !== 'asset') reply.headers(pageHeaders('', answer.policy === 'reference'));
    return reply.status(answer.status).headers(answer.headers).send(answer.body);
  };
  const addPages = (url: string, endpoint: string): void => {
    app.get(url, { config: config(endpoint) }, (request, reply) =>
      show(request.url.split('?')[0] ?? '', request, reply),
    );
  };
  addPages('/docs', 'docs');
  addPages('/docs/*', 'docs');
  addPages('/problems/:code', 'problem_page');
  app.get('/', { config: config('root') }, (_request, reply) => reply.redirect('/docs', 302));
  app.get('/favicon.ico', { config: config('favicon') }, (request, reply) =>
    show('/docs/assets/icon.svg', request, reply),
  );
};

/** Pages that a build left, each below its path. */
export type BuiltPages = {
  readonly path: string;
  /** What requests of it count as. */
  readonly endpoint: string;
  readonly answer: AnswerPage;
  /** Said as long as nobody built it. */
  readonly notBuilt: string;
};

/** Serves them. They hold no datum, so they need no key. */
export const addBuiltPages = (
  app: FastifyInstance,
  { path, endpoint, answer, notBuilt }: BuiltPages,
): void => {
  for (const url of [path, `${path}/*`])
    app.get(url, { config: config(endpoint) }, (request, reply) => {
      const answered = answer(request);
      if (answered === 'not_built') throw new GatewayError('route_not_found', { detail: notBuilt });
      if (answered === undefined) throw new GatewayError('route_not_found');
      return reply.status(answered.status).headers(answered.headers).send(answered.body);
    });
};

/** What the reference begins with, and the sandbox console: nothing, but where everybody may have the key. */
const addTrial = (app: FastifyInstance, trial: Deps['service']['trial']): void => {
  const chosen = trial === undefined ? {} : { clientId: trial.clientId, apiKey: trial.apiKey };
  app.get('/docs/try-it.json', { config: config('docs') }, (_request, reply) =>
    reply.header('cache-control', 'no-store').send(chosen),
  );
  if (trial === undefined) return;
  addBuiltPages(app, {
    path: '/sandbox',
    endpoint: 'docs',
    answer: trial.answerPage,
    notBuilt: 'The sandbox console was not built: `npm start` does it.',
  });
};

/** Adds `/openapi.json`, `/openapi-3.0.json`, `/llms.txt`, the site at `/docs` and `/problems/{code}`, a way from `/` to it, and the sandbox console where there is one. */
export const addDocs = (app: FastifyInstance, { publicBaseUrl, trial }: Deps['service']): void => {
  addSite(app);
  addTrial(app, trial);
  addOpenApi(app, publicBaseUrl);
  addLlmsText(app, publicBaseUrl);
};
