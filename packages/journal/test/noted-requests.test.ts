/** What is kept of requests that failed: the last of each client and kind, found by their ids, without personal data. */
import { describe, expect, it } from 'vitest';
import {
  createMemoryEntryStreams,
  createNotedRequests,
  type EntryStreams,
  type NotedRequest,
  notedMax,
  notedPerSecondMax,
  pointerName,
} from '../src/index.ts';

const failed = (correlationId: string, more: Partial<NotedRequest> = {}): NotedRequest => ({
  atMs: 1_000,
  kind: 'failed',
  clientId: 'acme',
  endpoint: 'search',
  status: 502,
  code: 'upstream_error',
  latencyMs: 2_911,
  correlationId,
  names: [pointerName('correlation', correlationId)],
  steps: [{ step: 'upstream_call', detail: { operation: 'search', kind: 'server', status: 500 } }],
  ...more,
});

const open = (streams: EntryStreams = createMemoryEntryStreams()) => {
  const dropped: string[] = [];
  const options = { lifeMs: 60_000, streamsMax: 3, onDropped: (reason: string) => dropped.push(reason) };
  return { noted: createNotedRequests(streams, options), dropped };
};

describe('a request that failed', () => {
  it('is found by the ids it was sent with, whoever of the clients sent it', async () => {
    const { noted } = open();
    await noted.note(failed('c-1'));
    await noted.note(failed('c-2', { clientId: undefined, status: 401, kind: 'turned_away' }));
    const found = (text: string) => noted.find(['acme', 'globex'], [pointerName('correlation', text)]);
    expect(await found('c-1')).toEqual([failed('c-1')]);
    expect((await found('c-2')).map(({ status }) => status)).toEqual([401]);
    expect(await found('c-3')).toEqual([]);
  });

  it('is among the last of its client, newest first', async () => {
    const { noted } = open();
    await noted.note(failed('c-1', { atMs: 1 }));
    await noted.note(failed('c-2', { atMs: 2, kind: 'empty' }));
    expect((await noted.recent('acme')).map(({ correlationId }) => correlationId)).toEqual(['c-2', 'c-1']);
    expect(await noted.recent('globex')).toEqual([]);
  });

  it('is not pushed out by what is turned away', async () => {
    const { noted } = open();
    await noted.note(failed('c-1'));
    for (let times = 0; times < notedMax * 2; times += 1)
      await noted.note(failed(`t-${times}`, { kind: 'turned_away', status: 401, atMs: times * 1_000 }));
    expect(await noted.find(['acme'], [pointerName('correlation', 'c-1')])).toHaveLength(1);
    expect(await noted.recent('acme')).toHaveLength(notedMax + 1);
  });

  it('is one of twenty a second, so that a flood of refusals is no flood of writes', async () => {
    const { noted } = open();
    for (let times = 0; times < 100; times += 1) await noted.note(failed(`c-${times}`, { atMs: 1_999 }));
    await noted.note(failed('c-later', { atMs: 2_000 }));
    expect(await noted.recent('acme')).toHaveLength(notedPerSecondMax + 1);
  });

  it('says nothing that reads like a text', async () => {
    const { noted } = open();
    const steps = [{ step: 'answer', detail: { reason: 'Jane Doe' } }];
    await noted.note(failed('jane doe@example.com', { reason: 'Jane Doe', steps }));
    expect(JSON.stringify(await noted.recent('acme'))).not.toMatch(/jane/i);
  });

  it('that cannot be kept is counted, and fails nothing', async () => {
    const away = { append: () => Promise.reject(new Error('away')), read: () => Promise.resolve([]) };
    const { noted, dropped } = open(away);
    await noted.note(failed('c-1'));
    expect(dropped).toEqual(['unreachable']);
  });
});
