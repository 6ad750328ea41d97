/** A gateway with a rates file, a clock to move, a 12go whose answers can be rewritten, and its log at hand. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogFields } from '@partner-gateway/telemetry';
import { type EmbeddedGateway, type EmbeddedOptions, startEmbedded } from '../../embedded/start.ts';

export type Json = Record<string, unknown>;
/** A body whose members tests name as they go. */
// biome-ignore lint/suspicious/noExplicitAny: bodies are checked by the assertions of each test
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: any };
export type LogLine = LogFields & { readonly level: string; readonly message: string };
type Rewrite = (path: string, body: Json) => unknown;
type RateRow = { readonly from: string; readonly to: string; readonly rate: unknown };

/** One US dollar in other currencies. */
export const soundRates: readonly RateRow[] = [
  { from: 'USD', to: 'THB', rate: '35.20' },
  { from: 'USD', to: 'PHP', rate: '58.10' },
  { from: 'USD', to: 'JPY', rate: '151.30' },
  { from: 'USD', to: 'MYR', rate: '4.42' },
  { from: 'USD', to: 'IDR', rate: '15850' },
  { from: 'KWD', to: 'USD', rate: '3.2567' },
  { from: 'EUR', to: 'USD', rate: '1.0850' },
];

/** Stands between the gateway and the sandbox. */
const rewritingProxy = async () => {
  const state: { target: string; rewrite: Rewrite } = { target: '', rewrite: (_path, body) => body };
  const server = createServer((request, response) => {
    const forward = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const path = request.url ?? '/';
      const hasBody = request.method !== 'GET' && chunks.length > 0;
      const answer = await fetch(`${state.target}${path}`, {
        method: request.method ?? 'GET',
        headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
        ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
      });
      const text = await answer.text();
      const type = answer.headers.get('content-type') ?? 'application/json';
      const isJson = answer.status === 200 && type.includes('json');
      const body = isJson ? JSON.stringify(state.rewrite(path, JSON.parse(text) as Json)) : text;
      response.writeHead(answer.status, { 'content-type': type }).end(body);
    };
    forward().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
};

/** The demo booking of the night bus from Hanoi to Sapa, one passenger. */
export const bookingData = {
  email: 'lan.tran@traveller.example',
  mobile_phone: '+61400111222',
  passengers: [{ first_name: 'Lan', last_name: 'Tran', country_id: 'VN' }],
  additional_fields: { points_pickup: 'myd' },
};

const travelDate = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);

const ratesFrom = (url: string | undefined, file: string): Record<string, string> => {
  if (url === 'fuji') return {};
  return url === undefined ? { RATES_FILE: file, RATES_URL: '' } : { RATES_URL: url };
};

export type PricingGateway = Awaited<ReturnType<typeof startPricingGateway>>;

/** Starts it; rates come from a file that `writeRates` changes, unless the options say otherwise. */
export const startPricingGateway = async (
  options: Pick<EmbeddedOptions, 'clients'> & {
    readonly ratesAgeMinutes?: number;
    readonly rates?: readonly RateRow[] | 'none';
    /** Rates over HTTP instead of the file; `fuji`: the embedded service’s own. */
    readonly ratesUrl?: string;
  } = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), 'pricing-test-'));
  const ratesFile = join(folder, 'rates.json');
  let nowMs: () => number = Date.now;
  const lines: LogLine[] = [];
  const proxy = await rewritingProxy();
  const writeRates = (rates: readonly RateRow[], ageMinutes = 0): void =>
    writeFileSync(
      ratesFile,
      JSON.stringify({
        source: 'test-rates',
        asOf: new Date(nowMs() - ageMinutes * 60_000).toISOString(),
        rates,
      }),
    );
  if (options.rates !== 'none') writeRates(options.rates ?? soundRates, options.ratesAgeMinutes);
  const embedded: EmbeddedGateway = await startEmbedded({
    log: (level, message, fields = {}) => void lines.push({ ...fields, level, message }),
    environment: { TWELVEGO_BASE_URL: proxy.url, ...ratesFrom(options.ratesUrl, ratesFile) },
    ...(options.clients !== undefined && { clients: options.clients }),
  });
  proxy.state.target = embedded.sandboxUrl;
  nowMs = embedded.sandbox.clock.now;
  const keyOf = (clientId: string) =>
    embedded.clients.find((client) => client.clientId === clientId)?.apiKey ?? '';
  const partner = async (clientId: string, path: string, init: RequestInit = {}): Promise<Answer> =>
    answerOf(
      await fetch(`${embedded.baseUrl}/v1/${clientId}${path}`, {
        ...init,
        headers: { 'x-api-key': keyOf(clientId), ...init.headers },
      }),
    );
  const ops = async (path: string, init: RequestInit = {}): Promise<Answer> =>
    answerOf(
      await fetch(`${embedded.opsBaseUrl}${path}`, { ...init, headers: { 'x-ops-key': embedded.opsKey } }),
    );
  const search = (clientId: string, query: Record<string, string>): Promise<Answer> =>
    partner(
      clientId,
      `/itineraries?${new URLSearchParams({ departure_date: travelDate, pax: '1', ...query })}`,
    );
  const metrics = async () => (await fetch(`${embedded.opsBaseUrl}/metrics`)).text();
  return {
    ...{ embedded, lines, writeRates, partner, ops, search, metrics, ratesFile },
    /** Moves the clock of gateway and sandbox alike. */
    advance: (minutes: number) => embedded.sandbox.clock.advance(minutes * 60_000),
    reload: () => ops('/ops/v1/reload', { method: 'POST' }),
    rewrite: (rewrite: Rewrite) => {
      proxy.state.rewrite = rewrite;
    },
    sapa: (clientId: string, query: Record<string, string> = {}) =>
      search(clientId, { departures: 'VNHANMYD', arrivals: 'VNSPASPT', ...query }),
    create: (clientId: string, body: Json) =>
      partner(clientId, '/bookings', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    explain: (clientId: string, id: string, query: Record<string, string> = {}) =>
      ops(
        `/ops/v1/clients/${clientId}/itineraries/${encodeURIComponent(id)}/price?${new URLSearchParams(query)}`,
      ),
    clientFile: () => JSON.parse(readFileSync(embedded.config.CLIENTS_FILE, 'utf8')) as { clients: Json[] },
    writeClientFile: (content: unknown) =>
      writeFileSync(
        embedded.config.CLIENTS_FILE,
        typeof content === 'string' ? content : JSON.stringify(content),
      ),
    close: async () => {
      await embedded.close();
      proxy.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
