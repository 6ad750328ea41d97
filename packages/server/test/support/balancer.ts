/** A load balancer as people run them: it asks `/ready` now and then, sends each request to one that is, and repeats nothing. */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running balancer. */
export type Balancer = {
  readonly url: string;
  /** Takes an instance in; it gets requests once it is ready. */
  add(baseUrl: string): void;
  /** Whether an instance gets requests now. */
  sendsTo(baseUrl: string): boolean;
  /** Requests that broke on the way to an instance, or found none. */
  readonly failures: () => readonly string[];
  close(): Promise<void>;
};

type Backend = { readonly url: URL; readonly agent: Agent; isReady: boolean; silences: number };

const askEveryMs = 250;
/** One that says no is out at once; one that says nothing may only be slow, and is out when it does so again and again. */
const silencesMax = 4;

const askReady = ({ url, agent }: Backend): Promise<boolean | undefined> =>
  new Promise((resolve) => {
    const asked = request(new URL('/ready', url), { agent, timeout: 1_000 }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode === 200));
    });
    asked.once('timeout', () => asked.destroy(new Error('silent')));
    asked.once('error', () => resolve(undefined));
    asked.end();
  });

/** Starts one on a free port of this machine. */
export const startBalancer = async (): Promise<Balancer> => {
  const backends = new Map<string, Backend>();
  const failures: string[] = [];
  let turn = 0;
  const next = (): Backend | undefined => {
    const ready = [...backends.values()].filter((backend) => backend.isReady);
    turn += 1;
    return ready[turn % ready.length];
  };
  const fail = (response: ServerResponse, why: string): void => {
    failures.push(why);
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  };
  const pass = (incoming: IncomingMessage, response: ServerResponse): void => {
    const backend = next();
    if (backend === undefined) {
      fail(response, 'no instance is ready');
      return;
    }
    const { url, agent } = backend;
    const { method, headers } = incoming;
    const outgoing = request(new URL(incoming.url ?? '/', url), { method, headers, agent }, (answer) => {
      const { connection: _hop, ...kept } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, kept);
      answer.once('error', (error) => fail(response, `answer: ${error.message}`));
      answer.pipe(response);
    });
    outgoing.once('error', (error) => fail(response, `request: ${error.message}`));
    incoming.pipe(outgoing);
  };
  const server = createServer({ keepAliveTimeout: 120_000 }, pass);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const ask = async (backend: Backend): Promise<void> => {
    const says = await askReady(backend);
    backend.silences = says === undefined ? backend.silences + 1 : 0;
    if (says !== undefined) backend.isReady = says;
    else if (backend.silences >= silencesMax) backend.isReady = false;
  };
  const timer = setInterval(() => {
    for (const backend of backends.values()) void ask(backend);
  }, askEveryMs);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add(baseUrl) {
      const agent = new Agent({ keepAlive: true });
      const backend = { url: new URL(baseUrl), agent, isReady: false, silences: 0 };
      backends.set(baseUrl, backend);
      void ask(backend);
    },
    sendsTo: (baseUrl) => backends.get(baseUrl)?.isReady === true,
    failures: () => failures,
    async close() {
      clearInterval(timer);
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
      for (const { agent } of backends.values()) agent.destroy();
    },
  };
};
