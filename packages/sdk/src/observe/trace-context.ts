/** The trace that a call belongs to, where the process has OpenTelemetry: read from its global, so that nothing depends on it. */

type Setter = { readonly set: (carrier: Record<string, string>, key: string, value: string) => void };
type OpenTelemetry = {
  readonly context?: { readonly active: () => unknown };
  readonly propagation?: {
    readonly inject: (context: unknown, carrier: Record<string, string>, setter: Setter) => void;
  };
};
type Channels = { readonly channel: (name: string) => { readonly hasSubscribers: boolean } };
type Global = {
  readonly process?: { readonly getBuiltinModule?: (name: string) => Channels | undefined };
  readonly [key: symbol]: OpenTelemetry | undefined;
};

const apiKey = Symbol.for('opentelemetry.js.api.1');

/** Not baggage: what the application put into it may not be meant for others. */
const carried = ['traceparent', 'tracestate'];

/** Whether a tracer writes into the requests of Node's fetch by itself: a second header would spoil the first. */
const isTracedByFetch = ({ process }: Global): boolean =>
  process?.getBuiltinModule?.('node:diagnostics_channel')?.channel('undici:request:create').hasSubscribers ===
  true;

/** `traceparent` and `tracestate` of the active span, as the registered propagator writes them; nothing without one. */
export const traceHeaders = (): Readonly<Record<string, string>> => {
  const global = globalThis as unknown as Global;
  const { context, propagation } = global[apiKey] ?? {};
  if (context === undefined || propagation === undefined || isTracedByFetch(global)) return {};
  const headers: Record<string, string> = {};
  const set: Setter['set'] = (carrier, key, value) => {
    if (carried.includes(key.toLowerCase())) carrier[key.toLowerCase()] = value;
  };
  try {
    propagation.inject(context.active(), headers, { set });
  } catch {
    return {};
  }
  return headers;
};
