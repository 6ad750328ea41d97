import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFairGate, type GateBounds, GateRefused, type Leave } from '../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const gateOf = (limit: number, bounds: Partial<GateBounds> = {}) =>
  createFairGate({ limit: () => limit, queueMax: () => 100, waitMs: 500, ...bounds });

/** Has `count` callers of one key come, and notes who was let in. */
const comers =
  (gate: ReturnType<typeof gateOf>, inside: string[], leaves: Leave[]) => (key: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        gate.enter(key).then((leave) => {
          inside.push(key);
          leaves.push(leave);
        }),
      ),
    );

const settled = () => vi.advanceTimersByTimeAsync(0);

test('a noisy client delays a quiet one by one turn at most', async () => {
  const gate = gateOf(1);
  const inside: string[] = [];
  const leaves: Leave[] = [];
  const come = comers(gate, inside, leaves);
  void come('noisy', 50);
  await settled();
  void come('quiet', 2);
  for (let turn = 0; turn < 5; turn += 1) {
    leaves.at(-1)?.();
    await settled();
  }
  expect(inside).toEqual(['noisy', 'noisy', 'quiet', 'noisy', 'quiet', 'noisy']);
});

test('who waits too long is refused, and has left the queue', async () => {
  const gate = gateOf(1);
  const leave = await gate.enter('a');
  const late = expect(gate.enter('b')).rejects.toMatchObject({ reason: 'waited_too_long' });
  expect(gate.waiting()).toBe(1);
  await vi.advanceTimersByTimeAsync(500);
  await late;
  expect([gate.running(), gate.waiting()]).toEqual([1, 0]);
  leave();
  leave();
  expect(gate.running()).toBe(0);
});

test('who calls off leaves the queue, and who called off before never joins it', async () => {
  const gate = gateOf(1);
  await gate.enter('a');
  const off = new AbortController();
  const gone = expect(gate.enter('a', { signal: off.signal })).rejects.toMatchObject({ reason: 'aborted' });
  off.abort();
  await gone;
  await expect(gate.enter('a', { signal: off.signal })).rejects.toBeInstanceOf(GateRefused);
  expect(gate.waiting()).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('a full queue refuses the client that fills it, and not one that has nothing waiting', async () => {
  const gate = gateOf(1, { queueMax: () => 3 });
  await gate.enter('noisy');
  const waiting = [1, 2, 3].map(() => gate.enter('noisy'));
  await expect(gate.enter('noisy')).rejects.toMatchObject({ reason: 'queue_full' });
  const pushedOut = expect(waiting[2]).rejects.toMatchObject({ reason: 'queue_full' });
  void gate.enter('quiet');
  await pushedOut;
  expect(gate.waiting()).toBe(3);
});

test('without patience nobody waits', async () => {
  const gate = gateOf(1);
  await gate.enter('a');
  await expect(gate.enter('a', { waitMs: 0 })).rejects.toMatchObject({ reason: 'waited_too_long' });
});

test('a limit that rises lets in who waits, and one that falls puts nobody out', async () => {
  let limit = 1;
  const gate = createFairGate({ limit: () => limit, queueMax: () => 10, waitMs: 500 });
  const leave = await gate.enter('a');
  const second = gate.enter('a');
  limit = 2;
  gate.admit();
  await second;
  limit = 1;
  leave();
  void gate.enter('a');
  await settled();
  expect([gate.running(), gate.waiting()]).toEqual([1, 1]);
});

test('never are more inside than the limit, nor more waiting than the queue holds, and room is never left unused', async () => {
  const step = fc.oneof(
    fc.record({ come: fc.constantFrom('a', 'b', 'c'), waitMs: fc.integer({ min: 1, max: 900 }) }),
    fc.record({ leave: fc.nat(9) }),
    fc.record({ passMs: fc.nat(400) }),
    fc.record({ limit: fc.integer({ min: 1, max: 4 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      let limit = 3;
      let mayBeInside = 3;
      const leaves: Leave[] = [];
      const gate = createFairGate({ limit: () => limit, queueMax: () => 4, waitMs: 500 });
      for (const next of steps) {
        if ('come' in next) {
          gate.enter(next.come, { waitMs: next.waitMs }).then(
            (leave) => leaves.push(leave),
            () => undefined,
          );
        } else if ('leave' in next) leaves.splice(next.leave, 1)[0]?.();
        else if ('passMs' in next) await vi.advanceTimersByTimeAsync(next.passMs);
        else {
          limit = next.limit;
          gate.admit();
        }
        await settled();
        mayBeInside = Math.max(limit, Math.min(mayBeInside, gate.running()));
        expect(gate.running()).toBe(leaves.length);
        expect(gate.running()).toBeLessThanOrEqual(mayBeInside);
        expect(gate.waiting()).toBeLessThanOrEqual(4);
        expect(gate.waiting() === 0 || gate.running() >= limit).toBe(true);
      }
    }),
  );
});
