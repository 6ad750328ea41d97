/** Promises of the log: one line of JSON an event, from its level on, and an error without its message. */
import { expect, test } from 'vitest';
import { createLog, whereThrown } from '../src/index.ts';

const written = () => {
  const lines: string[] = [];
  return { lines, output: { write: (line: string) => void lines.push(line) } };
};

test('a line is JSON with its time, its level and its fields', () => {
  const { lines, output } = written();
  createLog('info', output)('warn', 'Something was tried again', { client_id: 'acme', count: 2 });
  expect(lines).toHaveLength(1);
  const { timestamp, ...rest } = JSON.parse(lines[0] ?? '{}') as { timestamp: string };
  expect(new Date(timestamp).toISOString()).toBe(timestamp);
  expect(rest).toEqual({
    level: 'warn',
    message: 'Something was tried again',
    client_id: 'acme',
    count: 2,
  });
});

test('what is below the level is not written', () => {
  const { lines, output } = written();
  const log = createLog('warn', output);
  log('info', 'quiet');
  log('error', 'loud');
  expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['loud']);
});

test('an unexpected error is told by its class and its place, and never by its message', () => {
  class Surprise extends Error {
    override readonly name = 'Surprise';
  }
  const told = whereThrown(new Surprise('canary of a passenger'));
  expect(told.error_name).toBe('Surprise');
  expect(told.error_at).toContain('logger.test.ts');
  expect(JSON.stringify(told)).not.toContain('canary');
  expect(whereThrown('canary')).toEqual({ error_name: 'string' });
});
