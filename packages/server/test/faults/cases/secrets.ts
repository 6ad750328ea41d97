/** W3 and Q1: addresses that 12go names and nobody may call, and canaries in every input, header, answer and error. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { toHar } from '../../../../cli/src/har.ts';
import { sendTo } from '../../support/api.ts';
import { bangkokTrip, open } from '../../support/builders.ts';
import { canaries } from '../canaries.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { FaultWorld } from '../fault-world.ts';
import { spellingsOf } from '../internal-addresses.ts';
import { foundIn } from '../invariants.ts';

const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2027-03-10&pax=1';

/** A listener inside, on every address that this machine has. */
export const startInside = async (ground: Ground) => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {}).end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]');
  });
  await once(server.listen(0), 'listening');
  ground.closeAfter(async () => server.close());
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
};

/** Has a search list recheck URLs, and waits until they were called or refused. */
export const listRechecks = async (world: FaultWorld, urls: readonly string[]): Promise<void> => {
  world.door.bend(({ url }, body) => {
    if (url.startsWith('/search/')) body.recheck = urls;
  });
  const answer = await world.as('demo').get(search);
  assert.ok([200, 206].includes(answer.status), answer.text);
  await world.api.gateway.parts.deps.upstream.rechecks.idle();
};

const isNeverReached = async (ground: Ground): Promise<Seen> => {
  const inside = await startInside(ground);
  const world = await ground.ownWorld({
    environment: { TWELVEGO_RECHECK_HOSTS: 'recheck.upstream.example,https://127.0.0.1.upstream.example' },
  });
  const spellings = spellingsOf(inside.port, 'recheck.upstream.example');
  await listRechecks(world, spellings);
  assert.equal(inside.connections(), 0);
  return { seen: 'none was called', figure: `0 of ${spellings.length} spellings` };
};

/** The allowed address itself leads inside. */
const isNotLedInside = async (ground: Ground): Promise<Seen> => {
  const inside = await startInside(ground);
  const world = await ground.ownWorld();
  const outer = await ground.ownWorld({
    environment: { TWELVEGO_RECHECK_HOSTS: `http://127.0.0.1:${world.door.port}` },
  });
  const statuses = [301, 302, 303, 307, 308];
  world.door.answer(({ url }) => (response) => {
    const status = Number(/status=(\d+)/.exec(url)?.[1]);
    response.writeHead(status, { location: `http://127.0.0.1:${inside.port}/` }).end();
  });
  await listRechecks(
    outer,
    statuses.map((status) => `http://127.0.0.1:${world.door.port}/recheck?status=${status}`),
  );
  assert.equal(world.door.passed.length, statuses.length, 'the door was not asked');
  assert.equal(inside.connections(), 0);
  return { seen: 'no redirect was followed', figure: `0 of ${statuses.length}` };
};

/** Where the canaries were seen to arrive, and where they must not be. */
const sing = async (world: FaultWorld): Promise<void> => {
  const { headers, passenger, contact, paths, members, upstream } = canaries;
  const demo = world.as('demo');
  const { booking_token } = await open(demo, bangkokTrip());
  const data = { ...contact, passengers: [{ ...passenger, country_id: 'AR' }] };
  await demo.post('/bookings', { booking_token, booking_data: data }, headers);
  await demo.post(
    '/bookings',
    { booking_token, booking_data: { ...contact, ...members, passengers: [passenger] } },
    headers,
  );
  const { first_name = '', last_name = '' } = passenger;
  const booked = {
    email: contact.email,
    mobile_phone: contact.mobile_phone,
    passengers: [{ first_name, last_name, country_id: 'AR' }],
  };
  const created = await demo.post('/bookings', { booking_token, booking_data: booked }, headers);
  assert.equal(created.status, 200, created.text);
  const { id } = JSON.parse(created.text) as { id: string };
  for (const path of paths) {
    await demo.get(`/bookings/${path}`, headers);
    await demo.get(`/itineraries/${path}`, headers);
    await demo.get(`/incomplete_results/${path}`, headers);
    await demo.get(
      `/itineraries?departure_poi=${path}&arrival_poi=${path}&departure_date=${path}&pax=${path}`,
      headers,
    );
    // A short name in the place of a client's is told to on-call as the one that was claimed; what is no name is not.
    await world.api.send('GET', `/v1/${path}.${path}.${path}/bookings/${path}`, { headers });
    await world.api.ops(`/ops/v1/bookings/${path}/inspection`);
  }
  await demo.send('POST', '/v1/demo/bookings', {
    headers: { ...headers, 'content-type': 'application/json' },
    body: `{"${paths[0]}`,
  });
  world.door.answer(() => (response) => {
    response
      .writeHead(500, { 'content-type': 'text/html', 'x-debug': upstream.header })
      .end(`<html>${upstream.page}</html>`);
  });
  await demo.get(search, headers);
  await demo.post(`/bookings/${id}/confirm`, undefined, {
    ...headers,
    'idempotency-key': canaries.keys.confirm,
  });
  world.door.answer(() => (response) => {
    response.writeHead(422, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        fields: { [upstream.field]: upstream.fieldText },
        messages: [upstream.message],
        data: { reasons: [{ reason_code: upstream.reason, reason_message: upstream.reasonText }] },
      }),
    );
  });
  await demo.get(`/itineraries/${bangkokTrip()}`, headers);
  await demo.post(`/bookings/${id}/cancel`, {}, { ...headers, 'idempotency-key': canaries.keys.cancel });
  world.door.answer(() => (response) => {
    response.socket?.write(upstream.socket);
    response.socket?.resetAndDestroy();
  });
  await demo.get(`/bookings/${id}`, headers);
  world.door.answer(undefined);
  world.creditDoor.answer(() => (response) => response.writeHead(500).end(upstream.credit));
  await demo.post(
    '/bookings',
    { booking_token, booking_data: booked },
    { 'idempotency-key': canaries.keys.create },
  );
  world.creditDoor.answer(undefined);
};

const opsPages = [
  '/metrics',
  '/health',
  '/ready',
  '/ops/v1/open-outcomes',
  '/ops/v1/state',
  '/ops/v1/upstream/limits',
  '/ops/v1/log-lines?limit=1000',
];

/** Every page of the ops API, the story of each request, and that of each booking. */
const askAll = async ({ api, told }: FaultWorld): Promise<string[]> => {
  const pages = await Promise.all(opsPages.map(async (path) => (await api.ops(path)).text));
  const ids = told.flatMap(({ answer: { headers, text } }) => [
    String(headers['x-correlation-id']),
    ...(/"id":"(BK-[^"]+)"/.exec(text)?.slice(1) ?? []),
  ]);
  const headers = { 'x-ops-key': api.opsKey };
  const stories = [...new Set(ids)].map(
    async (text) => (await sendTo(api.opsBaseUrl, 'POST', '/ops/v1/find', { headers, body: { text } })).text,
  );
  return [...pages, ...(await Promise.all(stories))];
};

const toArchive = (story: string): string => JSON.stringify(toHar(JSON.parse(story), '0.0.0'));

const isNowhere = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld();
  await sing(world);
  const values = canaries.all;
  const sent = JSON.stringify(world.door.passed);
  const positive = foundIn(
    [decodeURIComponent(sent.replaceAll('+', ' ').replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))],
    values,
  );
  assert.ok(positive.length >= 4, `only ${positive.length} canaries reached 12go`);
  const ops = await askAll(world);
  assert.ok(ops[0]?.includes('client_id="demo"') === true && world.logLines.length > 50);
  const archives = ops.filter((text) => text.includes('"inspected_at"')).map(toArchive);
  assert.ok(archives.length > 15, `only ${archives.length} stories were found`);
  const found = [world.logLines, ops, archives].flatMap((texts) => foundIn(texts, values));
  assert.deepEqual(found, []);
  return {
    seen: `${positive.length} arrived at 12go, none in ${world.logLines.length} log lines, ${ops.length} answers of the ops API and ${archives.length} archives`,
    figure: `0 of ${values.length} canaries`,
  };
};

export const secrets = casesOf({ group: 'http', speed: 'quick' }, [
  {
    id: 'W3',
    title: 'recheck URLs that lead inside, in every spelling',
    expected: 'none is called',
    run: isNeverReached,
  },
  {
    id: 'W3b',
    title: 'a recheck URL that is allowed redirects inside',
    expected: 'not followed',
    run: isNotLedInside,
  },
  {
    id: 'Q1',
    title: '40 canaries in every input, header, answer and error',
    expected: 'in no log line, no metric, no story and no other answer of the ops API, no archive',
    run: isNowhere,
  },
]);
