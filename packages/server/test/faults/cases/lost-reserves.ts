/** U1–U12: reserves whose answer is late, lost, cut or rubbish: nothing is booked twice, and what is told is so. */
import assert from 'node:assert/strict';
import type { ScenarioName } from '@partner-gateway/sandbox';
import { sendTo } from '../../support/api.ts';
import type { Passed } from '../door.ts';
import { eventually } from '../eventually.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { FaultWorld } from '../fault-world.ts';
import { beginPurchase, codeOf, untilFinal, wordsOf } from '../purchase.ts';
import type { Toxic } from '../tcp-fault-proxy.ts';

/** How a reserve is made to go wrong. */
type Fault = {
  /** Before it is asked for. */
  readonly set: (world: FaultWorld) => void;
  readonly executes: boolean;
};

const scenario = (name: ScenarioName, executes: boolean, delayMs?: number): Fault => ({
  set: ({ api }) =>
    api.sandbox.scenarios.set({
      operation: 'reserve',
      scenario: name,
      times: 1,
      ...(delayMs !== undefined && { delayMs }),
    }),
  executes,
});

/** Loses so many reserves one after the other, each on a cart of its own, and follows each to its end. */
const lose =
  ({ set, executes }: Fault, times: number) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.world();
    const words = new Set<string>();
    let unknown = 0;
    let longest = 0;
    for (let index = 0; index < times; index += 1) {
      const purchase = await beginPurchase(world);
      set(world);
      const first = await purchase.create();
      world.door.answer(undefined);
      await world.link.heal();
      if (first.status === 202) unknown += 1;
      if (executes)
        await eventually(
          () => world.executions(purchase.cart),
          (times) => times > 0,
        );
      // One of them is polled as often as a partner would; hundreds in longer steps.
      const stepMs = times === 1 ? 5_000 : 15_000;
      const { answer, clockSeconds } = await untilFinal(world, { ...purchase, stepMs }, first);
      assert.equal(answer.status, executes ? 200 : 409, wordsOf(answer));
      if (!executes) assert.equal(codeOf(answer), 'reserve_not_executed');
      assert.equal(world.executions(purchase.cart), executes ? 1 : 0);
      words.add(wordsOf(answer));
      longest = Math.max(longest, clockSeconds);
      // The prices of a long run would grow old on a clock that runs so fast.
      if (index % 20 === 19) await world.reset();
    }
    return {
      seen: `${unknown} of ${times} unknown at first, then ${[...words].join(', ')} after ${longest} s at most`,
      figure: `0 doubles in ${times}`,
    };
  };

const isReserve = ({ method, url }: Passed): boolean => method === 'POST' && url.startsWith('/reserve/');

/** Poisons the way back once a reserve has arrived at 12go. */
const wayBack = (toxic: Toxic): Fault => ({
  set: ({ door, link }) =>
    door.answer((call) => {
      if (isReserve(call)) link.poison('down', toxic);
      return undefined;
    }),
  executes: true,
});

const resetOnTheWay: Fault = {
  set: ({ link }) => link.poison('up', { kind: 'reset_peer', afterMs: 0 }, 'POST /reserve/'),
  executes: false,
};
const afterExecution = wayBack({ kind: 'reset_peer', afterMs: 0 });

/** 12go does it, and half of its answer comes, which looks whole. */
const halfAnswer: Fault = {
  set: ({ door, api }) =>
    door.answer((call) => {
      if (!isReserve(call)) return undefined;
      return async (response) => {
        const { text } = await sendTo(api.sandboxUrl, call.method, call.url, {
          body: call.body,
          headers: { 'content-type': 'application/json' },
        });
        response.writeHead(200, { 'content-type': 'application/json' }).end(text.slice(0, text.length / 2));
      };
    }),
  executes: true,
};

/** The faults that were also tried hundreds of times. */
const faults: Readonly<Record<string, readonly [title: string, fault: Fault]>> = {
  U2: ['a reserve hangs and is executed late', scenario('slow', true, 1_500)],
  U3: ['a reserve hangs for ever and is never executed', scenario('timeout_before', false)],
  U4: ['the connection is reset before the reserve is read', resetOnTheWay],
  U5: ['the connection is reset after the reserve was executed', scenario('reset_after', true)],
  U6: ['the answer to a reserve breaks off in its middle', scenario('truncated', true)],
  U7: ['the answer to a reserve is half of a JSON text with 200', halfAnswer],
};

const expectedOf = ({ executes }: Fault): string =>
  executes ? 'unknown or booked at once, then 200; executed once' : '202, then 409 reserve_not_executed';

const once = Object.entries(faults).map(([id, [title, fault]]) => ({
  id,
  title,
  expected: expectedOf(fault),
  run: lose(fault, 1),
}));

const timesOf: Readonly<Record<string, number>> = { U2: 12, U3: 12, U4: 500, U5: 500, U6: 200, U7: 200 };
const often = Object.entries(faults).map(([id, [title, fault]]) => ({
  id: `${id}x${timesOf[id]}`,
  title: `${title}, ${timesOf[id]} times`,
  expected: expectedOf(fault),
  speed: 'slow' as const,
  run: lose(fault, timesOf[id] ?? 1),
}));

/** A slow one is waited for, and costs one call. */
const slowReserve = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const purchase = await beginPurchase(world);
  scenario('slow', true, 250).set(world);
  const calls = world.api.sandbox.calls('reserve');
  const answer = await purchase.create();
  assert.equal(answer.status, 200, wordsOf(answer));
  assert.equal(world.api.sandbox.calls('reserve'), calls + 1);
  return { seen: wordsOf(answer), figure: '0 retries' };
};

const retryAfters = [
  ['U12a', 'in seconds', '7', '7'],
  ['U12b', 'without Retry-After', undefined, '5'],
  ['U12c', 'as a date', 'Wed, 28 Oct 2099 09:41:30 GMT', '3600'],
] as const;

/** A throttled write is safe to repeat, and a throttled read says when. */
const throttled =
  (given: string | undefined, told: string) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.world();
    const purchase = await beginPurchase(world);
    world.door.answer(() => (response) => {
      response.writeHead(429, {
        'content-type': 'application/json',
        ...(given !== undefined && { 'retry-after': given }),
      });
      response.end('{"messages":["Too many requests"]}');
    });
    const write = await purchase.create();
    const read = await purchase.caller.get('/itineraries/TH014901tK0Rob00F0kQ2r7M-2027-01-05-07:30?pax=1');
    for (const answer of [write, read]) {
      assert.equal(codeOf(answer), 'upstream_rate_limited', wordsOf(answer));
      assert.equal(answer.headers['retry-after'], told);
    }
    world.door.answer(undefined);
    const again = await purchase.create();
    assert.equal(again.status, 200, wordsOf(again));
    assert.equal(world.executions(purchase.cart), 1);
    return {
      seen: `${wordsOf(write)}, then ${wordsOf(again)} by the same key`,
      figure: `Retry-After ${told}`,
    };
  };

export const lostReserves = casesOf({ group: 'upstream', speed: 'quick' }, [
  {
    id: 'U1',
    title: 'a reserve is slow, within the time that is waited for it',
    expected: '200, one call',
    run: slowReserve,
  },
  ...once,
  {
    id: 'U5b',
    title: 'the connection is reset on the way back of a reserve',
    expected: expectedOf(afterExecution),
    run: lose(afterExecution, 1),
  },
  {
    id: 'U8',
    title: 'a reserve is answered by a page of HTML with 200',
    expected: 'unknown, then 200 by a read',
    run: lose(scenario('html_answer', true), 1),
  },
  {
    id: 'U9',
    title: 'a reserve is answered with lists where values belong',
    expected: 'unknown, then 200 by a read',
    run: lose(scenario('wrong_types', true), 1),
  },
  {
    id: 'U10',
    title: 'a reserve is answered with 500 after it was executed',
    expected: '202, then 200',
    run: lose(scenario('server_error_after', true), 1),
  },
  {
    id: 'U11',
    title: 'a reserve is answered with 500 and was not executed',
    expected: '202, then 409 reserve_not_executed',
    run: lose(scenario('server_error', false), 1),
  },
  {
    id: 'U13a',
    title: 'a reserve is answered with 308 to another host',
    expected: 'not followed; unknown, then 409 reserve_not_executed',
    run: lose(scenario('redirect', false), 1),
  },
  ...retryAfters.map(([id, form, given, told]) => ({
    id,
    title: `12go answers 429 ${form}`,
    expected: `503 with Retry-After ${told}, nothing executed, and the same key works afterwards`,
    run: throttled(given, told),
  })),
  ...often,
]);
