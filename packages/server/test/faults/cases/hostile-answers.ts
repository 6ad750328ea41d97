/** U9b–U16 and F17: answers of 12go that are too large, too slow, too many, elsewhere, or rubbish. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { searchResponseSchema } from '@partner-gateway/contract';
import type { Answer } from '../../support/api.ts';
import { put } from '../../support/bend.ts';
import { bangkokTrip } from '../../support/builders.ts';
import type { Passed } from '../door.ts';
import { eventually } from '../eventually.ts';
import { casesOf, type FaultCase, type Ground, type Seen } from '../fault-case.ts';
import { beginPurchase, codeOf, untilFinal, wordsOf } from '../purchase.ts';

const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2027-03-05&pax=1';

/** Answers of a failing 12go to a search; anything else is a fault of ours. */
const supplierCodes: ReadonlySet<string> = new Set([
  'upstream_error',
  'upstream_unreadable',
  'upstream_timeout',
  'schema_unavailable',
  'overloaded',
]);

const assertSupplierFailed = (answer: Answer): void => {
  assert.ok(supplierCodes.has(codeOf(answer)), wordsOf(answer));
};

/** A hundred megabytes, piece by piece, for as long as somebody reads. */
const pour = (response: ServerResponse, isEndless: boolean): void => {
  const piece = Buffer.alloc(1_048_576, ' ');
  let left = isEndless ? Number.POSITIVE_INFINITY : 100;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(piece)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
};

type Huge = { readonly name: string; readonly answer: (response: ServerResponse) => void };

/** Packed once, since that takes seconds. */
let bomb: Buffer | undefined;

const json = { 'content-type': 'application/json' };
const huge: readonly Huge[] = [
  { name: 'of 100 MB', answer: (response) => pour(response.writeHead(200, json), false) },
  { name: 'without end', answer: (response) => pour(response.writeHead(200, json), true) },
  {
    name: 'that unpacks to 200 MB',
    answer: (response) => {
      bomb ??= gzipSync(Buffer.alloc(200 * 1_048_576, ' '), { level: 9 });
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb);
    },
  },
];

const rssMb = (): number => process.memoryUsage().rss / 1_048_576;

/** Cut at the cap, whether it is asked for by a search or by a reserve. */
const isCut =
  ({ answer }: Huge) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.world();
    const purchase = await beginPurchase(world);
    const before = rssMb();
    world.door.answer(({ url }) => (/^\/(search|reserve)\//.test(url) ? answer : undefined));
    const read = await purchase.caller.get(search);
    assertSupplierFailed(read);
    const write = await purchase.create();
    assert.equal(write.headers['x-outcome'], 'unknown', wordsOf(write));
    world.door.answer(undefined);
    const { answer: end } = await untilFinal(world, purchase, write);
    assert.equal(codeOf(end), 'reserve_not_executed');
    return {
      seen: `${wordsOf(read)}; ${wordsOf(write)}, then ${wordsOf(end)}`,
      figure: `RSS +${Math.max(0, Math.round(rssMb() - before))} MB, the server of it included`,
    };
  };

/** Somebody's server that must not be called. */
const startElsewhere = async (ground: Ground) => {
  let hits = 0;
  const server = createServer((_request, response) => {
    hits += 1;
    response.writeHead(200, json).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ground.closeAfter(async () => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hits: () => hits };
};

const isNotFollowed = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const elsewhere = await startElsewhere(ground);
  const seen = new Set<string>();
  for (const status of [301, 302, 303, 307, 308]) {
    const purchase = await beginPurchase(world);
    world.door.answer(() => (response) => {
      response.writeHead(status, { location: `${elsewhere.url}/caught` }).end();
    });
    const read = await purchase.caller.get(search);
    assertSupplierFailed(read);
    const write = await purchase.create();
    assert.notEqual(write.status, 200, wordsOf(write));
    seen.add(wordsOf(read)).add(wordsOf(write));
    world.door.answer(undefined);
    await untilFinal(world, purchase, write);
  }
  assert.equal(elsewhere.hits(), 0);
  return { seen: [...seen].join(', '), figure: '0 hits on the other port' };
};

/** A second answer that nobody asked for, behind the first on the same connection. */
const isNotMixedUp = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const demo = world.as('demo');
  const stray = '{"bid":1,"status":"confirmed"}';
  const rounds = 300;
  let mixed = 0;
  const days = Array.from({ length: rounds }, () => bangkokTrip());
  const plain = new Map<string, string>();
  const itineraryOf = (answer: Answer): string => /"id":"([^"]+)"/.exec(answer.text)?.[1] ?? '';
  for (const id of days) {
    world.door.answer(({ url }) =>
      url.startsWith('/trip/')
        ? (response) => {
            const { socket } = response;
            response.on('finish', () =>
              socket?.write(
                `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${stray.length}\r\n\r\n${stray}`,
              ),
            );
            response.writeHead(404, json).end('{"messages":["Not found"]}');
          }
        : undefined,
    );
    const refused = await demo.get(`/itineraries/${id}?pax=1`);
    assert.notEqual(refused.status, 200, wordsOf(refused));
    world.door.answer(undefined);
    const opened = await demo.get(`/itineraries/${id}?pax=1`);
    plain.set(id, itineraryOf(opened));
    if (opened.status === 200 && !opened.text.includes(id.slice(-16, -6))) mixed += 1;
    if (opened.text.includes(stray)) mixed += 1;
  }
  assert.equal(mixed, 0);
  return { seen: 'each answer belongs to its request', figure: `0 mixed up in ${rounds}` };
};

/** A line as thin as a byte a second, and a head of 64 KB. */
const isGivenUp = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const demo = world.as('demo');
  world.link.cut();
  world.link.poison('down', { kind: 'slicer', bytes: 1, delayMs: 1_000 });
  const startedMs = performance.now();
  const dripped = await demo.get(search);
  const tookMs = Math.round(performance.now() - startedMs);
  assertSupplierFailed(dripped);
  await world.link.heal();
  world.link.cut();
  world.door.answer(() => (response) => {
    response.writeHead(200, { ...json, 'x-long': 'x'.repeat(65_536) }).end('{}');
  });
  const long = await demo.get(search);
  assertSupplierFailed(long);
  world.door.answer(undefined);
  const fine = await demo.get(search);
  assert.equal(fine.status, 200, wordsOf(fine));
  await eventually(
    () => world.link.open(),
    (open) => open < 64,
  );
  return { seen: `${wordsOf(dripped)}, ${wordsOf(long)}, then 200`, figure: `given up after ${tookMs} ms` };
};

type Patch = readonly [id: string, name: string, path: string, value: unknown];

/** Values that no price has; the path is of one option. */
const badPrices: readonly Patch[] = [
  ['F17', 'zero', 'value', 0],
  ['F17b', 'negative', 'value', -5],
  ['U9b', 'NaN in a text', 'value', 'NaN'],
  ['U9c', 'beyond a number', 'value', '1e400'],
  ['U9d', 'a thousand quadrillions', 'value', 1e18],
  ['U9e', 'a list', 'value', [[]]],
  ['U9f', 'an object with a prototype', 'value', { constructor: { prototype: 1 } }],
  ['U9g', 'null', 'value', null],
  ['U9h', 'hexadecimal', 'value', '0x10'],
];

const optionsOf = (body: Record<string, unknown>): readonly Record<string, unknown>[] =>
  ((body.trips ?? []) as readonly { travel_options?: unknown }[]).flatMap(
    ({ travel_options }) => Object.values(travel_options ?? {}) as Record<string, unknown>[],
  );

/** Prices that are shown, in hundredths. */
const shownPrices = (answer: Answer): readonly string[] =>
  answer.read(searchResponseSchema).itineraries.map(({ pricing }) => pricing.gross_price.amount);

/** Never shown at a wrong price: the option is dropped, or nothing is left to show. */
const isDropped =
  (path: string, value: unknown) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.world();
    const demo = world.as('demo');
    const right = new Set(shownPrices(await demo.get(search)));
    let patched = 0;
    world.door.bend((_call: Passed, body) => {
      for (const option of optionsOf(body)) {
        for (const name of ['price', 'netprice'])
          if (option[name] !== null) put(option, `${name}.${path}`, value);
        patched += 1;
      }
    });
    const answer = await demo.get(search);
    assert.ok(patched > 0, 'no price was changed');
    const wrong = answer.status === 200 ? shownPrices(answer).filter((amount) => !right.has(amount)) : [];
    if (answer.status !== 200) assertSupplierFailed(answer);
    assert.deepEqual(wrong, []);
    return { seen: `${wordsOf(answer)}, ${patched} prices changed`, figure: '0 wrong prices' };
  };

/** Members that reach for the prototype of everything, and names with markup in them. */
const isOnlyData = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  world.door.answer(({ url }) =>
    url.startsWith('/search/')
      ? (response) =>
          response
            .writeHead(200, json)
            .end(
              '{"__proto__":{"polluted":1},"trips":[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}],"trips":[],"recheck":[]}',
            )
      : undefined,
  );
  const answer = await world.as('demo').get(search);
  assert.notEqual(answer.status, 500, answer.text);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  world.door.answer(undefined);
  world.door.bend((_call, body) => {
    for (const name of ['operators', 'stations', 'classes'])
      for (const one of Object.values((body[name] ?? {}) as Record<string, Record<string, unknown>>))
        if (typeof one?.name === 'string') one.name = '<script>alert(1)</script>';
  });
  const named = await world.as('demo').get(search);
  assert.equal(named.status, 200, wordsOf(named));
  assert.match(String(named.headers['content-type']), /^application\/json/);
  assert.equal(named.headers['x-content-type-options'], 'nosniff');
  return {
    seen: `${wordsOf(answer)}; markup is text in JSON that nobody sniffs`,
    figure: '0 prototypes changed',
  };
};

const priced: readonly Omit<FaultCase, 'group' | 'speed'>[] = badPrices.map(([id, name, path, value]) => ({
  id,
  title: `every price of a search is ${name}`,
  expected: 'dropped, or refused as the supplier’s failure; never a wrong price, never 500',
  run: isDropped(path, value),
}));

export const hostileAnswers = casesOf({ group: 'hostile answers', speed: 'quick' }, [
  ...priced,
  {
    id: 'U13',
    title: '12go answers with redirects to another port',
    expected: 'not followed',
    run: isNotFollowed,
  },
  ...huge.map((one, index) => ({
    id: `U14${'abc'.charAt(index)}`,
    title: `an answer of 12go ${one.name}`,
    expected: 'cut at the cap: the read fails as the supplier’s, the write is unknown and told in the end',
    speed: 'slow' as const,
    run: isCut(one),
  })),
  {
    id: 'U15',
    title: '12go sends a second answer on a connection',
    expected: 'ignored',
    speed: 'slow',
    run: isNotMixedUp,
  },
  {
    id: 'U16',
    title: '12go answers a byte a second, or with a head of 64 KB',
    expected: 'given up; the next request is served',
    speed: 'slow',
    run: isGivenUp,
  },
  {
    id: 'A10',
    title: '12go answers with members that reach for prototypes, doubled members and markup',
    expected: 'data and nothing else',
    run: isOnlyData,
  },
]);
