// The fake without msw: as a fetch, and as the program that the package brings, asked over HTTP.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from '@partner-gateway/sdk';
import { createPartnerFake } from '@partner-gateway/sdk/testing';

const departure_date = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const query = { departures: ['VNHANMYD'], arrivals: ['VNSPASPT'], departure_date, pax: 1 };

const { baseUrl, clientId, apiKey, fetch: fakeFetch } = createPartnerFake();
const inProcess = createClient({ baseUrl, clientId, apiKey, fetch: fakeFetch });
assert.equal((await inProcess.search(query)).itineraries[0].pricing.net_price.amount, '19.75');

const bin = new URL('node_modules/@partner-gateway/sdk/dist/partner-gateway-fake.js', import.meta.url);
const program = spawn(process.execPath, [bin.pathname, '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  let printed = '';
  program.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  while (!/_fake\/reset/.test(printed)) await once(program.stdout, 'data');
  const told = (name) => new RegExp(`^${name} +(\\S+)$`, 'm').exec(printed)?.[1];
  const options = { baseUrl: told('Base URL'), clientId: told('Client id'), apiKey: told('API key') };
  const gateway = createClient({ ...options, retries: 0 });
  const { itineraries } = await gateway.search(query);
  const scenario = { operation: 'getItinerary', scenario: 'error', code: 'schema_unavailable', times: 1 };
  const control = (path, body) =>
    fetch(`${options.baseUrl}/_fake/${path}`, { method: 'POST', body: JSON.stringify(body) });
  assert.equal((await control('scenarios', scenario)).status, 200);
  await assert.rejects(gateway.getItinerary(itineraries[0].id), { code: 'schema_unavailable' });
  const opened = await gateway.getItinerary(itineraries[0].id);
  assert.equal((await control('clock', { advance_ms: 21 * 60_000 })).status, 200);
  const booking_token = opened.itineraries[0].booking_token;
  await assert.rejects(gateway.quoteBooking({ booking_token }), { code: 'booking_token_expired' });
  assert.equal((await control('reset', {})).status, 200);
  const state = await fetch(`${options.baseUrl}/_fake/state`).then((response) => response.json());
  assert.deepEqual(state.bookings, []);
} finally {
  program.kill('SIGTERM');
}
const [code] = await once(program, 'exit');
assert.equal(code, 0);
