/** What the relay answers to a probe and to a scraper, on the ops address: it has no other listener. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { DependencyCheck } from '@partner-gateway/contract';

export type ProbeListener = {
  readonly baseUrl: string;
  /** From now on `/ready` says that it ends. */
  leave(): void;
  close(): Promise<void>;
};

type Probed = {
  readonly version: string;
  readonly nowMs: () => number;
  readonly checks: readonly (() => Promise<DependencyCheck>)[];
  readonly scrape: () => Promise<string>;
  /** Whether a key may read the metrics; the empty key is none. */
  readonly isOperator: (key: string) => boolean;
};

type Page = { readonly status: number; readonly type: string; readonly text: string };

const json = (status: number, body: object): Page => ({
  status,
  type: 'application/json; charset=utf-8',
  text: JSON.stringify(body),
});

const keyOf = ({ headers }: IncomingMessage): string => {
  const own = headers['x-ops-key'];
  const [, bearer = ''] = /^bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return typeof own === 'string' ? own : bearer;
};

const isDown = ({ status }: DependencyCheck): boolean => status !== 'ok' && status !== 'degraded';

/** Listens. @throws Error when the port is taken */
export const startProbes = async (
  { OPS_HOST: host, OPS_PORT: port }: { readonly OPS_HOST: string; readonly OPS_PORT: number },
  probed: Probed,
): Promise<ProbeListener> => {
  const startedAtMs = probed.nowMs();
  let isLeaving = false;

  const ready = async (): Promise<Page> => {
    const checks = await Promise.all(probed.checks.map((check) => check()));
    // Without its stores it drains nothing, and another relay may reach them.
    const isReady = !isLeaving && !checks.some(isDown);
    return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not_ready', checks });
  };
  const pageOf = async (request: IncomingMessage): Promise<Page> => {
    const [path] = (request.url ?? '').split('?');
    if (path === '/health')
      return json(200, {
        status: 'ok',
        version: probed.version,
        uptime_seconds: Math.max(0, (probed.nowMs() - startedAtMs) / 1_000),
      });
    if (path === '/ready') return ready();
    if (path !== '/metrics')
      return json(404, {
        detail: 'The relay answers /health, /ready and /metrics; the ops API is the gateway’s.',
      });
    if (!probed.isOperator(keyOf(request)))
      return json(401, { detail: 'Send an operator’s key in the header x-ops-key.' });
    return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', text: await probed.scrape() };
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    pageOf(request).then(
      ({ status, type, text }) => response.writeHead(status, { 'content-type': type }).end(text),
      () => response.writeHead(500).end(),
    );
  };

  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;
  return {
    baseUrl: `http://${host.includes(':') ? `[${host}]` : host}:${listening}`,
    leave() {
      isLeaving = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
};
