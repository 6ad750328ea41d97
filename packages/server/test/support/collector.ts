/** A collector of telemetry that keeps what it is sent, as OTLP in JSON; or one that never answers. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const value = z
  .object({ stringValue: z.string() })
  .or(z.object({ intValue: z.coerce.string() }))
  .transform((one) => ('stringValue' in one ? one.stringValue : one.intValue));
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .transform((list) => Object.fromEntries(list.map(({ key, value: text }) => [key, text])));

const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes,
  status: z.object({ code: z.number().optional(), message: z.string().optional() }),
});

const tracesSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
});

/** A span as it was sent. */
export type SentSpan = z.output<typeof spanSchema>;

/** A running collector. */
export type Collector = {
  readonly url: string;
  /** Every body so far, as text, by its path. */
  readonly received: readonly {
    readonly path: string;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly text: string;
  }[];
  spans(): SentSpan[];
  close(): Promise<void>;
};

/** Starts a collector; one that hangs takes what it is sent and never answers. */
export const startCollector = async ({ hangs = false } = {}): Promise<Collector> => {
  const received: { path: string; headers: Record<string, unknown>; text: string }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, text });
      if (!hangs) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    spans: () =>
      received
        .filter(({ path }) => path === '/v1/traces')
        .flatMap(({ text }) => tracesSchema.parse(JSON.parse(text)).resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
};
