/** How a story names a request and a failure: by ids, and by words that quote nothing. */
import { type PointerName, pointerName } from '@partner-gateway/journal';
import { PricingError } from '@partner-gateway/pricing';
import type { Trace } from '../trace.ts';

/** What a failure names: why a sealed text is none, how 12go or a neighbour failed, such as `credit_line:status:500`. */
export const reasonOf = (failure: unknown): string | undefined => {
  if (PricingError.isInstance(failure)) return `pricing:${failure.code}`;
  const { neighbour, reason, kind, status } = Object(failure) as Partial<Record<string, unknown>>;
  const words = [neighbour, reason ?? kind, status].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : words.join(':').replaceAll(' ', '_');
};

/** A text as a story takes it: words joined by underscores. */
export const asWord = (text: string): string => text.replace(/[^A-Za-z0-9._:=-]+/g, '_').slice(0, 100);

/** The trace that a request is part of, of its W3C header. */
export const traceIdOf = ({ traceparent }: Pick<Trace, 'traceparent'>): string | undefined =>
  traceparent?.split('-')[1];

/** Names by the ids that whoever sent the request knows. */
export const namesOfTrace = (trace: Trace): PointerName[] => {
  const { correlationId, requestId } = trace;
  const traceId = traceIdOf(trace);
  return [
    pointerName('correlation', correlationId),
    ...(requestId === undefined ? [] : [pointerName('request', requestId)]),
    ...(traceId === undefined ? [] : [pointerName('trace', traceId)]),
  ];
};
