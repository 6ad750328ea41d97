/** W3C trace context: which trace a request belongs to, as its `traceparent` says. */

/** What a `traceparent` names. */
export type TraceParent = {
  readonly traceId: string;
  readonly spanId: string;
  /** Whether whoever sent it records the trace. */
  readonly isSampled: boolean;
};

const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
const sampledFlag = 1;

/**
 * Reads a `traceparent`; undefined for what is none by the W3C's rules, such as ids of nothing but zeros.
 *
 * @example
 * ```ts
 * readTraceparent('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')?.traceId; // '4bf92f35…'
 * ```
 */
export const readTraceparent = (text: string | undefined): TraceParent | undefined => {
  const [, traceId, spanId, flags] = pattern.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & sampledFlag) === sampledFlag };
};

/** The ids of a trace, as a log line has them. */
export type TraceFields = { readonly trace_id?: string; readonly span_id?: string };

/** The ids of a `traceparent`; none for what is none. */
export const traceFields = (text: string | undefined): TraceFields => {
  const parent = readTraceparent(text);
  return parent === undefined ? {} : { trace_id: parent.traceId, span_id: parent.spanId };
};

/** Writes a `traceparent` of version 00. */
export const toTraceparent = ({ traceId, spanId, isSampled }: TraceParent): string =>
  `00-${traceId}-${spanId}-0${isSampled ? sampledFlag : 0}`;
