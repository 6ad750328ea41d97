/** Options that cannot work are refused before anything is sent. */
import { createClient } from '@partner-gateway/sdk';
import { describe, expect, test } from 'vitest';
import { clientOf, query } from './support/client.ts';
import { scriptedServer } from './support/scripted-server.ts';
import { silence } from './support/steps.ts';

const valid = { baseUrl: 'https://gateway.example', clientId: 'acme', apiKey: 'pgk_1' };

describe('client options', () => {
  test.for([
    [{ baseUrl: 'gateway.example' }, 'baseUrl'],
    [{ baseUrl: 'https://user:secret@gateway.example' }, 'baseUrl'],
    [{ baseUrl: 'https://gateway.example?key=1' }, 'baseUrl'],
    [{ clientId: 'ac/me' }, 'clientId'],
    [{ clientId: '' }, 'clientId'],
    [{ apiKey: '' }, 'apiKey'],
    [{ apiKey: 'two words' }, 'apiKey'],
    [{ version: 'latest' }, 'version'],
    [{ timeoutMs: 0 }, 'timeoutMs'],
    [{ timeoutMs: Number.POSITIVE_INFINITY }, 'timeoutMs'],
    [{ deadlineMs: 2 ** 31 }, 'deadlineMs'],
    [{ retries: 1.5 }, 'retries'],
    [{ headers: { 'X-Api-Key': 'other' } }, 'headers'],
    [{ headers: { 'bad name': 'x' } }, 'headers'],
    [{ headers: { 'x-a': 'line\nbreak' } }, 'headers'],
  ] as const)('%j is refused by name', ([wrong, name]) => {
    const make = () => createClient({ ...valid, ...wrong });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(new RegExp(`^${name} `));
  });

  test('a refusal never repeats the value: it may be the key in the wrong field', () => {
    expect(() => createClient({ ...valid, clientId: 'pgk_secret/!' })).not.toThrow('pgk_secret');
  });
});

describe('call options', () => {
  test.for([
    [{ correlationId: 'with space' }, 'correlationId'],
    [{ correlationId: '' }, 'correlationId'],
    [{ idempotencyKey: '' }, 'idempotencyKey'],
    [{ idempotencyKey: 'é' }, 'idempotencyKey'],
    [{ idempotencyKey: 'k'.repeat(256) }, 'idempotencyKey'],
    [{ timeoutMs: -1 }, 'timeoutMs'],
    [{ headers: { 'Idempotency-Key': 'k' } }, 'headers'],
  ] as const)('%j rejects by name and sends nothing', async ([wrong, name]) => {
    const server = await scriptedServer(silence);
    const call = clientOf(server).confirmBooking('BK-1-AAAAA', wrong);
    await expect(call).rejects.toThrow(new RegExp(`^${name} `));
    expect(server.received).toHaveLength(0);
  });

  test('win over those of the client', async () => {
    const server = await scriptedServer(silence);
    const call = clientOf(server, { timeoutMs: 60_000, retries: 5 }).search(query, {
      timeoutMs: 20,
      retries: 0,
    });
    await expect(call).rejects.toMatchObject({ code: 'timeout', attempts: 1 });
  });
});
