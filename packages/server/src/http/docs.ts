/** The API reference: the OpenAPI document, its page (served locally, no CDN), and a page for every error code. */
import { errorCodes, errorTable, metadata, problemPath } from '@partner-gateway/contract';
import openApiDocument from '@partner-gateway/contract/openapi.json' with { type: 'json' };
import fastify, { type FastifyInstance, type RouteHandlerMethod } from 'fastify';
import { GatewayError } from '../errors.ts';
import { llmsText } from './llms-text.ts';
import { pageHeaders } from './page-headers.ts';

const config = (endpoint: string) => ({ metadata: metadata({ endpoint, auth: 'none', cost: 'none' }) });

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}code{background:#eee;padding:0 .2em}dt{font-weight:600}';

const problemPage = (code: (typeof errorCodes)[number]): string => {
  const { status, title, meaning, remedy, retryable, fault } = errorTable[code];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${code}</title><style>${style}</style></head><body>
<h1>${escapeHtml(title)}</h1><p><code>${code}</code> · HTTP ${status}</p>
<dl><dt>What happened</dt><dd>${escapeHtml(meaning)}</dd><dt>What to do</dt><dd>${escapeHtml(remedy)}</dd>
<dt>Retryable</dt><dd>${retryable ? 'Yes: the same request can succeed later.' : 'No.'}</dd><dt>Fault</dt><dd>${fault}</dd></dl>
<p><a href="/docs">API reference</a></p></body></html>`;
};

const pages = new Map(errorCodes.map((code) => [problemPath(code), problemPage(code)]));

const addProblemPages = (app: FastifyInstance): void => {
  app.get('/problems/:code', { config: config('problem_page') }, (request, reply) => {
    const page = pages.get(request.url.split('?')[0] ?? '');
    if (page === undefined) throw new GatewayError('route_not_found');
    return reply.headers(pageHeaders(page)).type('text/html; charset=utf-8').send(page);
  });
};

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

/** The page is 8 MB of script, held twice once imported: an app of its own, made when somebody first looks. */
const createReference = async (): Promise<FastifyInstance> => {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const app = fastify({ routerOptions: { ignoreTrailingSlash: true } });
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
  return app;
};

const addReference = (app: FastifyInstance): void => {
  let reference: Promise<FastifyInstance> | undefined;
  const handler: RouteHandlerMethod = async ({ url }, reply) => {
    reference ??= createReference().catch((error: unknown) => {
      reference = undefined;
      throw error;
    });
    const { statusCode, headers, rawPayload } = await (await reference).inject({ method: 'GET', url });
    if (statusCode === 404) throw new GatewayError('route_not_found');
    if (headers['content-type']?.toString().startsWith('text/html'))
      reply.headers(pageHeaders(rawPayload.toString(), true));
    return reply.status(statusCode).headers(headers).send(rawPayload);
  };
  for (const url of ['/docs', '/docs/*']) app.get(url, { config: config('docs') }, handler);
};

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1a6"/><path d="M3 8h9M9 5l3 3-3 3" stroke="#fff" stroke-width="2" fill="none"/></svg>';

/** What a browser asks for by itself at an address that somebody typed in. */
const addDoorstep = (app: FastifyInstance): void => {
  app.get('/', { config: config('root') }, (_request, reply) => reply.redirect('/docs', 302));
  app.get('/favicon.ico', { config: config('favicon') }, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').type('image/svg+xml').send(icon),
  );
};

/** Adds `/openapi.json`, `/openapi-3.0.json`, `/llms.txt`, `/docs`, `/problems/{code}`, and a way from `/` to the docs. */
export const addDocs = (app: FastifyInstance, publicBaseUrl: () => string): void => {
  addDoorstep(app);
  addProblemPages(app);
  addOpenApi(app, publicBaseUrl);
  addLlmsText(app, publicBaseUrl);
  addReference(app);
};
