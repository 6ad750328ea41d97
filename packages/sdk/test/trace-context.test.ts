/** A call carries the trace of the span it is made in, where the process has OpenTelemetry. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import {
  type Context,
  type ContextManager,
  context,
  propagation,
  ROOT_CONTEXT,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOf } from './support/client.ts';
import { scriptedServer } from './support/scripted-server.ts';
import { example, json } from './support/steps.ts';

const [traceId, spanId] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

const current = new AsyncLocalStorage<Context>();
const manager: ContextManager = {
  active: () => current.getStore() ?? ROOT_CONTEXT,
  with: (active, fn, self, ...args) => current.run(active, () => fn.apply(self as never, args)),
  bind: (_, target) => target,
  enable: () => manager,
  disable: () => manager,
};
const w3c: TextMapPropagator = {
  inject: (active, carrier, setter) => {
    const span = trace.getSpanContext(active);
    if (span === undefined) return;
    setter.set(carrier, 'traceparent', `00-${span.traceId}-${span.spanId}-0${span.traceFlags}`);
    setter.set(carrier, 'tracestate', 'partner=1');
    setter.set(carrier, 'baggage', 'customer=lan');
  },
  extract: (active) => active,
  fields: () => ['traceparent', 'tracestate', 'baggage'],
};
const inSpan = <Value>(run: () => Value): Value =>
  context.with(trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 }), run);
const booked = json(200, example('booking-approved'));

beforeEach(() => {
  context.setGlobalContextManager(manager);
  propagation.setGlobalPropagator(w3c);
});
afterEach(() => {
  context.disable();
  propagation.disable();
});

test('a call in a span carries its trace, and no baggage', async () => {
  const server = await scriptedServer(booked);
  await inSpan(() => clientOf(server).getBooking('BK-1-AAAAA'));
  const [{ headers } = { headers: {} }] = server.received;
  expect(headers).toMatchObject({ traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'partner=1' });
  expect(headers).not.toHaveProperty('baggage');
});

test('a trace that the caller gives wins', async () => {
  const server = await scriptedServer(booked);
  const traceparent = `00-${traceId}-aaaaaaaaaaaaaaaa-00`;
  await inSpan(() => clientOf(server, { headers: { traceparent } }).getBooking('BK-1-AAAAA'));
  expect(server.received[0]?.headers).toMatchObject({ traceparent });
});

test('a call outside of a span, or without OpenTelemetry, carries none', async () => {
  const server = await scriptedServer(booked);
  await clientOf(server).getBooking('BK-1-AAAAA');
  propagation.disable();
  await inSpan(() => clientOf(server).getBooking('BK-1-AAAAA'));
  for (const { headers } of server.received) expect(headers).not.toHaveProperty('traceparent');
});

test('a tracer of fetch itself is left to do it, so that no header stands twice', async () => {
  const server = await scriptedServer(booked);
  const tracer = (): void => {};
  channel('undici:request:create').subscribe(tracer);
  try {
    await inSpan(() => clientOf(server).getBooking('BK-1-AAAAA'));
  } finally {
    channel('undici:request:create').unsubscribe(tracer);
  }
  expect(server.received[0]?.headers).not.toHaveProperty('traceparent');
});

test('a propagator that fails breaks no call', async () => {
  propagation.disable();
  propagation.setGlobalPropagator({
    ...w3c,
    inject: () => {
      throw new Error('mine');
    },
  });
  const server = await scriptedServer(booked);
  await expect(inSpan(() => clientOf(server).getBooking('BK-1-AAAAA'))).resolves.toBeDefined();
});
