/** The last lines: what is kept, in which order, and what pushes out what. */
import { expect, test } from 'vitest';
import { createLog, createRecentLines } from '../src/index.ts';

const quiet = createLog('silent');

test('keeps lines in the order in which they were written, whatever level is written', () => {
  let nowMs = 1_000;
  const recent = createRecentLines({ nowMs: () => nowMs });
  const log = recent.keeping(quiet);
  log('info', 'Request answered', { client_id: 'acme' });
  nowMs += 5;
  log('warn', '12go failed');
  log('debug', 'Left out');
  log('info', 'Request answered', { booking_id: 'BK-1' });
  expect(recent.all().map(({ number, atMs, message }) => [number, atMs, message])).toEqual([
    [1, 1_000, 'Request answered'],
    [2, 1_005, '12go failed'],
    [3, 1_005, 'Request answered'],
  ]);
});

test('writes each line as the log without it would', () => {
  const written: string[] = [];
  const log = createRecentLines().keeping(createLog('info', { write: (line) => void written.push(line) }));
  log('info', 'Listening', { port: 8080 });
  log('debug', 'Below the level');
  expect(written.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'info', message: 'Listening', port: 8080 }),
  ]);
});

test('a flood of routine lines pushes out no warning and nothing about a booking, and it says from when all are there', () => {
  let nowMs = 0;
  const recent = createRecentLines({ linesMax: 10, nowMs: () => nowMs });
  const log = recent.keeping(quiet);
  log('error', 'Unexpected error');
  log('info', '12go answered', { integration_id: '8451207' });
  expect(recent.completeSinceMs()).toBe(0);
  for (nowMs = 1; nowMs <= 95; nowMs += 1) log('info', 'Request answered');
  const kept = recent.all();
  expect(kept.slice(0, 2).map(({ message }) => message)).toEqual(['Unexpected error', '12go answered']);
  expect(kept.slice(2).map(({ atMs }) => atMs)).toEqual([86, 87, 88, 89, 90, 91, 92, 93, 94, 95]);
  expect(recent.completeSinceMs()).toBe(86);
});

test('two processes tell themselves apart', () => {
  expect(createRecentLines().process).not.toBe(createRecentLines().process);
});
