/** A real Chromium that opens one page and tells what the page asked for, what it threw, and what a person reads. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** What became of a page. */
export type OpenedPage = {
  /** Every URL the page requested, itself first. */
  readonly requested: readonly string[];
  /** Messages of exceptions that nothing caught. */
  readonly thrown: readonly string[];
  /** What the browser itself complained about, such as what a policy forbids. */
  readonly logged: readonly string[];
  readonly text: string;
};

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--remote-debugging-port=0',
  // Whatever the page may want from elsewhere, it does not get.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

const until = async <Value>(find: () => Promise<Value | undefined> | Value | undefined): Promise<Value> => {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('Chromium did not get there in 30 s');
};

const messageSchema = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
});
const requestSchema = z.object({ request: z.object({ url: z.string() }) });
const logSchema = z.object({ entry: z.object({ text: z.string() }) });
const thrownSchema = z.object({ exceptionDetails: z.object({ text: z.string() }) });
const valueSchema = z.object({ result: z.object({ value: z.string() }) });
const targetsSchema = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string() }));

const connect = async (profile: string): Promise<WebSocket> => {
  const portFile = join(profile, 'DevToolsActivePort');
  const port = await until(() =>
    existsSync(portFile) ? readFileSync(portFile, 'utf8').split('\n')[0] || undefined : undefined,
  );
  const page = await until(async () => {
    const targets = targetsSchema.parse(await (await fetch(`http://127.0.0.1:${port}/json`)).json());
    return targets.find(({ type }) => type === 'page');
  });
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  return socket;
};

const visit = async (
  socket: WebSocket,
  url: string,
  isThere: (text: string) => boolean,
): Promise<OpenedPage> => {
  const requested: string[] = [];
  const thrown: string[] = [];
  const logged: string[] = [];
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, method, params, result } = messageSchema.parse(JSON.parse(String(data)));
    if (id !== undefined) waiting.get(id)?.(result);
    if (method === 'Network.requestWillBeSent') requested.push(requestSchema.parse(params).request.url);
    if (method === 'Log.entryAdded') logged.push(logSchema.parse(params).entry.text);
    if (method === 'Runtime.exceptionThrown') thrown.push(thrownSchema.parse(params).exceptionDetails.text);
  });
  let lastId = 0;
  const call = (method: string, params: object = {}): Promise<unknown> => {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
  };
  await call('Network.enable');
  await call('Runtime.enable');
  await call('Log.enable');
  await call('Page.navigate', { url });
  const text = await until(async () => {
    const result = await call('Runtime.evaluate', { expression: 'document.body?.innerText ?? ""' });
    const { value } = valueSchema.parse(result).result;
    return isThere(value) ? value : undefined;
  });
  return { requested, thrown, logged, text };
};

/** Opens a page and waits until its text is as it should be. */
export const openPage = async (url: string, isThere: (text: string) => boolean): Promise<OpenedPage> => {
  const binary = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
  const profile = mkdtempSync(join(tmpdir(), 'partner-gateway-chromium-'));
  const child = spawn(binary, [...flags, `--user-data-dir=${profile}`, 'about:blank'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const socket = await connect(profile);
    return await visit(socket, url, isThere).finally(() => socket.close());
  } finally {
    child.kill('SIGKILL');
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
};
