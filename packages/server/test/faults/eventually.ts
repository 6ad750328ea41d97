/** Waiting for what comes by itself, also outside of a test runner. */
import { setTimeout as sleep } from 'node:timers/promises';

/** How long what never comes is waited for: no promise about speed. */
const limitMsDefault = 15_000;

/** Asks again until the answer is as wanted. @throws Error with the last answer when it never is */
export const eventually = async <Value>(
  ask: () => Value | Promise<Value>,
  isWanted: (value: Value) => boolean,
  { limitMs = limitMsDefault, everyMs = 10 }: { readonly limitMs?: number; readonly everyMs?: number } = {},
): Promise<Value> => {
  const giveUpAtMs = performance.now() + limitMs;
  for (;;) {
    const value = await ask();
    if (isWanted(value)) return value;
    if (performance.now() > giveUpAtMs) throw new Error(`still ${JSON.stringify(value)} after ${limitMs} ms`);
    await sleep(everyMs);
  }
};
