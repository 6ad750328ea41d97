/** What sending promises: nothing reaches a network of one's own, and whatever the other side does, it ends in a word and in time. */
import type { RequestListener } from 'node:http';
import { isIP } from 'node:net';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type AttemptResult,
  createPublicResolver,
  createSend,
  type ResolveName,
  type SendOptions,
} from '../src/index.ts';
import { openNameServer } from './support/name-server.ts';
import { type Certificate, makeCertificate, toThisMachine, useReceivers } from './support/receivers.ts';
import { innerHosts } from './support/spellings.ts';

const receivers = useReceivers();
let certificate: Certificate;
beforeAll(async () => {
  certificate = await makeCertificate();
});
afterEach(() => vi.unstubAllEnvs());

const secretWord = 's3cretword';
const place = (host: string, port: number) => ({
  url: `https://${host}:${port}/hook?token=${secretWord}`,
  headers: { 'x-webhook-secret': secretWord },
  body: JSON.stringify({ note: secretWord }),
});

/** Sends to a public port of this machine's: only the guard of addresses stands between. */
const sendGuarded = (port: number, options: Partial<SendOptions> = {}) =>
  createSend({ policy: { allowPrivate: false, ports: [port] }, nowMs: Date.now, ...options });

/** As in production but for the addresses: a certificate to trust, and names that lead here. */
const sendHere = (options: Partial<SendOptions> = {}) =>
  createSend({
    policy: { allowPrivate: true },
    nowMs: Date.now,
    resolve: toThisMachine,
    ca: certificate.cert,
    ...options,
  });

const sendTo = async (answer: RequestListener, options: Partial<SendOptions> = {}) => {
  const receiver = await receivers.open(certificate, answer);
  return { receiver, result: await sendHere(options)(place('hooks.acme.test', receiver.port)) };
};

describe('a connection to this machine', () => {
  it('is possible where private addresses are allowed, so that the listener of these tests counts', async () => {
    const { port, connections } = await receivers.openListener();
    const send = createSend({ policy: { allowPrivate: true }, nowMs: Date.now });
    for (const host of ['127.0.0.1', '[::1]', 'localhost', '0x7f.1', '[::ffff:127.0.0.1]']) {
      expect(await send(place(host, port))).toMatchObject({ kind: 'failed', reason: 'reset' });
    }
    expect(connections()).toBe(5);
  });

  it('is made by none of the spellings of an inner host', async () => {
    const { port, connections } = await receivers.openListener();
    const send = sendGuarded(port, { resolve: toThisMachine });
    const results = await Promise.all(innerHosts.map((host) => send(place(host, port))));
    expect(new Set(results.map((result) => JSON.stringify(result)))).toEqual(
      new Set(['{"kind":"failed","reason":"url_forbidden","latencyMs":0}']),
    );
    expect(connections()).toBe(0);
  });

  it('is made by no name that leads to an inner address, whichever it is', async () => {
    const { port, connections } = await receivers.openListener();
    const addresses = innerHosts.map((host) => host.replace(/^\[|\]$/g, '')).filter((host) => isIP(host) > 0);
    expect(addresses.length).toBeGreaterThan(40);
    const results = await Promise.all(
      addresses.map((address) =>
        sendGuarded(port, { resolve: async () => [address] })(place('hooks.acme.com', port)),
      ),
    );
    expect(
      results.filter((result) => result.kind === 'answered' || result.reason !== 'address_forbidden'),
    ).toEqual([]);
    expect(connections()).toBe(0);
  });

  it('is not made by a name that leads elsewhere the second time, nor by one that leads to both', async () => {
    const { port, connections } = await receivers.openListener();
    const answers = [['93.184.215.14'], ['127.0.0.1'], ['::1', '127.0.0.1']];
    let asked = 0;
    const rebinding: ResolveName = async () => answers[asked++] ?? ['::ffff:127.0.0.1', '::1'];
    const send = sendGuarded(port, { resolve: rebinding });
    expect(await rebinding('hooks.acme.com')).toEqual(['93.184.215.14']);
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      expect(await send(place('hooks.acme.com', port))).toMatchObject({ reason: 'address_forbidden' });
      // Whoever judges one answer and connects by another has lost.
      expect(asked).toBe(attempt + 1);
    }
    expect(connections()).toBe(0);
  });

  it('is not made by a name that leads to words, nor to an address of one link alone', async () => {
    const { port, connections } = await receivers.openListener();
    for (const [found, reason] of [
      [['localhost', 'nowhere', ''], 'name'],
      [['2606:2800:21f::1%lo', 'fe80::1%lo'], 'address_forbidden'],
    ] as const) {
      const send = sendGuarded(port, { resolve: async () => found });
      expect(await send(place('hooks.acme.com', port))).toMatchObject({ reason });
    }
    expect(connections()).toBe(0);
  });

  it('is not made by a name whose server gives another address the second time', async () => {
    const { port, connections } = await receivers.openListener();
    const answers = ['93.184.215.14', '127.0.0.1', '169.254.169.254'];
    const server = await openNameServer((name, family) =>
      name === 'hooks.acme.com' && family === 4 ? answers.shift() : undefined,
    );
    const resolve = createPublicResolver([`127.0.0.1:${server.port}`]);
    const send = sendGuarded(port, { resolve });
    expect(await resolve('hooks.acme.com')).toEqual(['93.184.215.14']);
    for (const reason of ['address_forbidden', 'address_forbidden', 'name'])
      expect(await send(place('hooks.acme.com', port))).toMatchObject({ reason });
    expect(await send(place('beta.acme.com', port))).toMatchObject({ reason: 'name' });
    expect(connections()).toBe(0);
    server.close();
  });

  it('is not made by a name that has none but an address of IPv6', async () => {
    const { port, connections } = await receivers.openListener();
    const server = await openNameServer((_name, family) => (family === 6 ? '0:0:0:0:0:0:0:1' : undefined));
    const resolve = createPublicResolver([`127.0.0.1:${server.port}`]);
    expect(await resolve('hooks.acme.com')).toEqual(['::1']);
    expect(await sendGuarded(port, { resolve })(place('hooks.acme.com', port))).toMatchObject({
      reason: 'address_forbidden',
    });
    expect(connections()).toBe(0);
    server.close();
  });

  it.each([301, 302, 303, 307, 308])(
    'is not made by a %i to it, which is an answer like others',
    async (status) => {
      const inner = await receivers.openListener();
      const { result } = await sendTo((_request, response) => {
        response.writeHead(status, { location: `http://127.0.0.1:${inner.port}/` }).end();
      });
      expect(result).toMatchObject({ kind: 'answered', status });
      expect(inner.connections()).toBe(0);
    },
  );

  it('is not made by way of a proxy that the environment names', async () => {
    const proxy = await receivers.openListener();
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'ALL_PROXY'])
      vi.stubEnv(name, `http://127.0.0.1:${proxy.port}`);
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    const { result } = await sendTo((_request, response) => void response.end());
    expect(result).toMatchObject({ kind: 'answered', status: 200 });
    expect(proxy.connections()).toBe(0);
  });
});

describe('an attempt', () => {
  it('posts the body with its headers and tells the status', async () => {
    const { receiver, result } = await sendTo((_request, response) => void response.writeHead(204).end());
    expect(result).toEqual({ kind: 'answered', status: 204, latencyMs: expect.any(Number) });
    const [received] = receiver.received;
    expect(received).toMatchObject({ path: `/hook?token=${secretWord}`, body: `{"note":"${secretWord}"}` });
    expect(received?.headers).toMatchObject({ 'x-webhook-secret': secretWord, 'content-length': '21' });
  });

  it('tells what Retry-After asks for', async () => {
    const { result } = await sendTo((_request, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end();
    });
    expect(result).toMatchObject({ kind: 'answered', status: 429, retryAfterMs: 120_000 });
  });

  it.each<[string, string, RequestListener]>([
    ['that is never answered', 'timeout', () => {}],
    [
      'whose answer drips',
      'timeout',
      ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\nx-drip: ');
        const timer = setInterval(() => socket.write('a'), 20);
        socket.on('close', () => clearInterval(timer));
      },
    ],
    ['that is cut off', 'reset', ({ socket }) => void socket.destroy()],
    ['whose answer is not HTTP', 'protocol', ({ socket }) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n')],
    [
      'whose answer has too many headers',
      'protocol',
      (_request, response) => {
        response.writeHead(200, { 'x-long': 'a'.repeat(20_000) }).end();
      },
    ],
  ])('%s has failed by %s', async (_name, reason, answer) => {
    const { result } = await sendTo(answer, reason === 'timeout' ? { timeoutMs: 300 } : {});
    expect(result).toEqual({ kind: 'failed', reason, latencyMs: expect.any(Number) });
  });

  it('is over by its answer, however slow or large the body is, of which little is read', async () => {
    const slow = await sendTo(
      (_request, response) => {
        response.writeHead(200).write('a');
        const timer = setInterval(() => response.write('a'), 20);
        response.on('close', () => clearInterval(timer));
      },
      { timeoutMs: 900 },
    );
    expect(slow.result).toMatchObject({ kind: 'answered', status: 200 });
    let isCut = false;
    const { result } = await sendTo((_request, response) => {
      response.on('close', () => {
        isCut = !response.writableFinished;
      });
      response.writeHead(500).end(Buffer.alloc(8_000_000));
    });
    expect(result).toMatchObject({ kind: 'answered', status: 500 });
    await expect.poll(() => isCut).toBe(true);
  });

  it('fails by the word for what keeps it from being made', async () => {
    const { port } = await receivers.open(certificate, (_request, response) => void response.end());
    const gone = await receivers.openListener('HTTP/1.1 200 OK\r\n\r\n');
    const reasonOf = async (url: string, options: Partial<SendOptions> = {}) => {
      const result = await sendHere(options)({ url, headers: {}, body: '{}' });
      return result.kind === 'failed' ? result.reason : result.status;
    };
    const never = new Promise<never>(() => {});
    const url = `https://hooks.acme.test:${port}/`;
    expect(await reasonOf(url)).toBe(200);
    expect(await reasonOf('https://hooks.acme.test:1/')).toBe('refused');
    expect(await reasonOf(`https://hooks.acme.test:${gone.port}/`)).toBe('tls');
    expect(await reasonOf(url, { resolve: () => Promise.reject(new Error(secretWord)) })).toBe('name');
    expect(await reasonOf(url, { resolve: async () => [] })).toBe('name');
    expect(await reasonOf(url, { resolve: () => never, timeoutMs: 200 })).toBe('timeout');
    expect(await reasonOf('gopher://hooks.acme.test/')).toBe('url_forbidden');
  });

  it('trusts no certificate but those of its authorities for the very name, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const { port, received } = await receivers.open(certificate, (_request, response) => void response.end());
    const reasonOf = async (host: string, ca?: string): Promise<AttemptResult> =>
      createSend({
        policy: { allowPrivate: true },
        nowMs: Date.now,
        resolve: toThisMachine,
        ...(ca !== undefined && { ca }),
      })(place(host, port));
    expect(await reasonOf('hooks.acme.test')).toMatchObject({ reason: 'tls' });
    expect(await reasonOf('hooks.acme.test', (await makeCertificate()).cert)).toMatchObject({
      reason: 'tls',
    });
    expect(await reasonOf('other.acme.test', certificate.cert)).toMatchObject({ reason: 'tls' });
    expect(received).toEqual([]);
  });

  it('whose headers cannot be written is not made', async () => {
    const { port, connections } = await receivers.openListener();
    const request = {
      ...place('hooks.acme.test', port),
      headers: { 'x-key': `${secretWord}\r\nx-other: 1` },
    };
    expect(await sendHere()(request)).toEqual({ kind: 'failed', reason: 'unsendable', latencyMs: 0 });
    expect(connections()).toBe(0);
  });
});
