/** The tree of spans below a request. Where tracing is off, or a request is not in the sample, work is just done. */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { errorType } from './error-type.ts';
import { type ChildName, kindOf, type SpanFields, type SpanName } from './span-names.ts';
import { readTraceparent, type TraceFields, toTraceparent } from './traceparent.ts';

/** A span that has begun. */
export type Span = {
  /** What whoever is called below it gets. */
  readonly traceparent: string;
  /** Its ids, as its log lines have them. */
  readonly ids: TraceFields;
  /** A span below it; undefined where this one is not recorded. */
  begin(name: ChildName, fields?: SpanFields): Span | undefined;
  describe(fields: SpanFields): void;
  /** Marks it as failed, by a word of {@link errorType}. */
  fail(type: string): void;
  end(): void;
  /** Runs work below it: spans that begin in there, over every `await`, are its children. */
  run<Result>(work: () => Result): Result;
};

/** Begins spans. */
export type Spans = {
  /** The span of a request; undefined where tracing is off. One outside of the sample has a trace, and no children. */
  receive(traceparent: string | undefined): Span | undefined;
  /** A span below the one that work runs in; undefined where there is none, or it is not recorded. */
  begin(name: ChildName, fields?: SpanFields): Span | undefined;
  /** Work as a span of its own, which fails when the work does. */
  within<Result>(name: ChildName, work: () => Promise<Result>): Promise<Result>;
  /** The same for work that is done at once. */
  withinSync<Result>(name: ChildName, work: () => Result): Result;
};

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** Undefined is no value. */
const attributesOf = (fields: SpanFields): Attributes => {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) attributes[name] = value;
  return attributes;
};

const parentOf = (traceparent: string | undefined): Context => {
  const parent = readTraceparent(traceparent);
  if (parent === undefined) return ROOT_CONTEXT;
  const { isSampled, ...ids } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, { ...ids, traceFlags: isSampled ? 1 : 0, isRemote: true });
};

const namesOf = (span: OtelSpan): Pick<Span, 'traceparent' | 'ids'> => {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: toTraceparent({ traceId, spanId, isSampled: (traceFlags & 1) === 1 }),
    ids: { trace_id: traceId, span_id: spanId },
  };
};

/** Outside of the sample: most requests, so it costs next to nothing. */
const unrecorded = (span: OtelSpan): Span => ({
  ...namesOf(span),
  begin: () => undefined,
  describe: () => undefined,
  fail: () => undefined,
  end: () => undefined,
  run: (work) => work(),
});

/** Makes spans on a tracer, each tree for itself. */
export const createSpans = (tracer: Tracer): Spans => {
  const present = new AsyncLocalStorage<Span>();
  const start = (name: SpanName, parent: Context, fields?: SpanFields): Span => {
    const own = tracer.startSpan(name, { kind: kinds[kindOf(name)] }, parent);
    if (!own.isRecording()) return unrecorded(own);
    const span: Span = {
      ...namesOf(own),
      // What has ended has no more children.
      begin: (child, its) =>
        own.isRecording() ? start(child, trace.setSpan(ROOT_CONTEXT, own), its) : undefined,
      describe: (its) => void own.setAttributes(attributesOf(its)),
      fail: (type) => void own.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type),
      end: () => own.end(),
      run: (work) => present.run(span, work),
    };
    if (fields !== undefined) span.describe(fields);
    return span;
  };
  const begin: Spans['begin'] = (name, fields) => present.getStore()?.begin(name, fields);
  return {
    receive: (traceparent) => start('receive_request', parentOf(traceparent)),
    begin,
    async within(name, work) {
      const span = begin(name);
      if (span === undefined) return await work();
      try {
        return await span.run(work);
      } catch (error) {
        span.fail(errorType(error));
        throw error;
      } finally {
        span.end();
      }
    },
    withinSync(name, work) {
      const span = begin(name);
      if (span === undefined) return work();
      try {
        return span.run(work);
      } catch (error) {
        span.fail(errorType(error));
        throw error;
      } finally {
        span.end();
      }
    },
  };
};

/** Where tracing is off. */
export const noSpans: Spans = {
  receive: () => undefined,
  begin: () => undefined,
  within: (_name, work) => work(),
  withinSync: (_name, work) => work(),
};
