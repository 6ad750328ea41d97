import { expect, test } from 'vitest';
import {
  type Circuit,
  CircuitOpen,
  type CircuitOptions,
  createCircuit,
  type Judgement,
} from '../src/index.ts';

/** A circuit on a clock of its own, with no jitter. */
const world = (options: Partial<CircuitOptions> = {}) => {
  let nowMs = 1_000_000;
  const states: string[] = [];
  const circuit = createCircuit({
    callsMin: 20,
    probe: 'own_call',
    nowMs: () => nowMs,
    random: () => 0.5,
    onChange: (state) => states.push(state),
    ...options,
  });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { circuit, states, pass };
};

const ending = (judgement: Judgement) => ({ work: async () => judgement, judge: () => judgement });

const call = (circuit: Circuit, judgement: Judgement) =>
  circuit.run(ending(judgement)).catch((error: unknown) => {
    if (error instanceof CircuitOpen) return 'refused';
    throw error;
  });

const calls = async (circuit: Circuit, count: number, judgement: Judgement) => {
  const ends: string[] = [];
  for (let done = 0; done < count; done += 1) ends.push(await call(circuit, judgement));
  return ends;
};

/** A call that ends when it is told to. */
const held = (circuit: Circuit, judgement: Judgement) => {
  let end = (): void => undefined;
  const gone = circuit.run({
    work: () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
    judge: () => judgement,
  });
  return { end: () => end(), gone };
};

test('it opens within two seconds of everything failing, however well all went before', async () => {
  for (const phaseMs of [0, 250, 500, 750, 990]) {
    const { circuit, pass } = world();
    pass(phaseMs);
    const second = async (judgement: Judgement) => {
      for (let tenth = 0; tenth < 10; tenth += 1) {
        await calls(circuit, 5, judgement);
        pass(100);
      }
    };
    for (let seconds = 0; seconds < 10; seconds += 1) await second('good');
    await second('bad');
    await second('bad');
    expect(circuit.state()).toBe('open');
  }
});

test('half of two seconds failing does not open it when ten went well', async () => {
  const { circuit, pass } = world();
  for (let seconds = 0; seconds < 10; seconds += 1) {
    await calls(circuit, 50, 'good');
    pass(1_000);
  }
  for (let pairs = 0; pairs < 50; pairs += 1) {
    await call(circuit, 'bad');
    await call(circuit, 'good');
    pass(40);
  }
  expect(circuit.state()).toBe('closed');
});

test('it opens at half of twenty calls, and not before the twentieth', async () => {
  const { circuit } = world();
  await calls(circuit, 10, 'good');
  await calls(circuit, 9, 'bad');
  expect(circuit.state()).toBe('closed');
  await call(circuit, 'bad');
  expect(circuit.state()).toBe('open');
});

test('fewer than half failed leave it closed, and what is ten seconds old counts no more', async () => {
  const { circuit, pass } = world();
  await calls(circuit, 19, 'bad');
  pass(10_000);
  await calls(circuit, 11, 'good');
  await calls(circuit, 9, 'bad');
  expect(circuit.state()).toBe('closed');
});

test('it opens when four in five are slow', async () => {
  const { circuit } = world();
  await calls(circuit, 4, 'good');
  await calls(circuit, 15, 'slow');
  expect(circuit.state()).toBe('closed');
  await call(circuit, 'slow');
  expect(circuit.state()).toBe('open');
});

test('what could not tell counts for nothing', async () => {
  const { circuit } = world();
  await calls(circuit, 100, 'nothing');
  await calls(circuit, 19, 'bad');
  expect(circuit.state()).toBe('closed');
});

test('open for five seconds, it makes no call and says for how long', async () => {
  const { circuit, pass } = world({ callsMin: 5 });
  await calls(circuit, 5, 'bad');
  pass(4_000);
  let made = 0;
  const refused = circuit.run({ work: async () => (made += 1), judge: () => 'good' });
  await expect(refused).rejects.toMatchObject({ retryAfterMs: 1_000 });
  expect(made).toBe(0);
});

test('one call at a time is the probe', async () => {
  const { circuit, pass } = world({ callsMin: 5 });
  await calls(circuit, 5, 'bad');
  pass(5_000);
  const probe = held(circuit, 'good');
  expect(circuit.state()).toBe('half_open');
  expect(await calls(circuit, 3, 'good')).toEqual(['refused', 'refused', 'refused']);
  probe.end();
  await probe.gone;
  expect(circuit.state()).toBe('closed');
});

test('a probe that fails, and any of the first three calls after it, opens it again for eight seconds', async () => {
  const { circuit, pass } = world({ callsMin: 5 });
  await calls(circuit, 5, 'bad');
  pass(5_000);
  await call(circuit, 'bad');
  expect(circuit.refusesForMs()).toBe(8_000);
  pass(8_000);
  await calls(circuit, 3, 'good');
  await call(circuit, 'bad');
  expect(circuit.refusesForMs()).toBe(8_000);
  pass(8_000);
  await calls(circuit, 4, 'good');
  await call(circuit, 'bad');
  expect(circuit.state()).toBe('closed');
});

test('a probe that could not tell is none: it neither closes nor reopens, and the next call is the probe', async () => {
  const { circuit, pass, states } = world({ callsMin: 5 });
  await calls(circuit, 5, 'bad');
  pass(5_000);
  expect(await calls(circuit, 3, 'nothing')).toEqual(['nothing', 'nothing', 'nothing']);
  expect(circuit.state()).toBe('open');
  expect(states.filter((state) => state === 'open')).toHaveLength(1);
  expect(await call(circuit, 'good')).toBe('good');
  expect(circuit.state()).toBe('closed');
});

test('however long it was down, it is closed ten seconds after it is well again', async () => {
  for (const random of [0, 0.5, 0.999]) {
    const { circuit, pass } = world({ random: () => random });
    for (let ms = 0; ms < 600_000; ms += 100, pass(100)) await call(circuit, 'bad');
    let ms = 0;
    for (; circuit.state() !== 'closed'; ms += 100, pass(100)) await call(circuit, 'good');
    expect(ms).toBeLessThanOrEqual(10_000);
  }
});

test('calls that were begun before it opened do not open it again', async () => {
  const { circuit, pass } = world({ callsMin: 5 });
  const late = [1, 2, 3].map(() => held(circuit, 'bad'));
  await calls(circuit, 5, 'bad');
  pass(5_000);
  await call(circuit, 'good');
  for (const { end, gone } of late) {
    end();
    await gone;
  }
  expect(circuit.state()).toBe('closed');
});

test('a call that must not be tried out is never the probe: another is lent, and then it goes one at a time', async () => {
  const { circuit, pass, states } = world({ callsMin: 5, probe: 'lent_call' });
  await calls(circuit, 5, 'bad');
  pass(60_000);
  expect(await call(circuit, 'good')).toBe('refused');
  await circuit.lend(ending('bad'));
  expect(await call(circuit, 'good')).toBe('refused');
  pass(8_000);
  await circuit.lend(ending('good'));
  const one = held(circuit, 'good');
  expect(await call(circuit, 'good')).toBe('refused');
  one.end();
  await one.gone;
  await calls(circuit, 2, 'good');
  const both = [held(circuit, 'good'), held(circuit, 'good')];
  for (const { end, gone } of both) {
    end();
    await gone;
  }
  expect(states).toEqual(['open', 'half_open', 'open', 'half_open', 'closed']);
});

test('a lent call is made whatever the circuit says, and tells nothing of a closed one', async () => {
  const { circuit } = world({ callsMin: 5, probe: 'lent_call' });
  for (let made = 0; made < 20; made += 1) expect(await circuit.lend(ending('bad'))).toBe('bad');
  expect(circuit.state()).toBe('closed');
  await calls(circuit, 5, 'bad');
  expect(await circuit.lend(ending('good'))).toBe('good');
  expect(circuit.state()).toBe('open');
});

test('what a call throws is thrown', async () => {
  const { circuit } = world();
  const error = new Error('mine');
  const thrown = circuit.run({ work: () => Promise.reject(error), judge: () => 'bad' });
  await expect(thrown).rejects.toBe(error);
});

test('it tells since when it is as it is, what opened it, and when a call is let through', async () => {
  const { circuit, pass } = world({ openMs: 5_000 });
  await calls(circuit, 12, 'good');
  await calls(circuit, 2, 'slow');
  pass(2_000);
  expect(circuit.status()).toEqual({
    state: 'closed',
    forMs: 2_000,
    seen: { calls: 14, bad: 0, slow: 2 },
    refusesForMs: undefined,
  });
  await calls(circuit, 14, 'bad');
  pass(1_000);
  expect(circuit.status()).toEqual({
    state: 'open',
    forMs: 1_000,
    seen: { calls: 28, bad: 14, slow: 2 },
    refusesForMs: 4_000,
  });
  pass(4_000);
  await calls(circuit, 4, 'good');
  expect(circuit.status()).toMatchObject({ state: 'closed', seen: { bad: 0, slow: 0 } });
});
