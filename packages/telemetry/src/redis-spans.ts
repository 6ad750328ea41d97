/** A span for each command of Redis, from what the client tells of itself: its name, and never its keys or values. */
import { tracingChannel } from 'node:diagnostics_channel';
import { errorType } from './error-type.ts';
import type { Span, Spans } from './spans.ts';

type Command = { readonly command?: unknown; readonly error?: unknown };

const nameOf = ({ command }: Command): string => {
  const name = String(command).toLowerCase();
  return /^[a-z_]{1,32}$/.test(name) ? name : 'command';
};

/** Watches the clients of this process, whose commands are spans where a request sent them. Returns how to stop. */
export const watchRedis = ({ begin }: Pick<Spans, 'begin'>): (() => void) => {
  const channel = tracingChannel<object>('ioredis:command');
  const spans = new WeakMap<object, Span>();
  const ignore = (): void => undefined;
  const handlers = {
    end: ignore,
    asyncStart: ignore,
    start(message: object): void {
      const span = begin(`redis.${nameOf(message)}`);
      if (span !== undefined) spans.set(message, span);
    },
    error(message: object): void {
      spans.get(message)?.fail(errorType((message as Command).error));
    },
    asyncEnd(message: object): void {
      spans.get(message)?.end();
    },
  };
  channel.subscribe(handlers);
  return () => void channel.unsubscribe(handlers);
};
