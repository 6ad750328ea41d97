/** The README's samples run, and its tables name all that there is. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const request = readFileSync(new URL('../src/request.ts', import.meta.url), 'utf8');
const result = readFileSync(new URL('../src/result.ts', import.meta.url), 'utf8');
const samples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) => text);

const firstCells = (heading: string): string[] => {
  const rows = readme.slice(readme.indexOf(`| ${heading} `)).split('\n\n')[0] ?? '';
  return [...rows.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name);
};

const run = (sample: string): string => {
  const flags = ['--conditions=@partner-gateway/source', '--no-warnings', '--input-type=module-typescript'];
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  return execFileSync(process.execPath, [...flags, '--eval', sample], { cwd, encoding: 'utf8' });
};

describe('the README', () => {
  it('guards a payment by a sample that runs as it says', () => {
    const [sample = ''] = samples;
    const [, promised = ''] = /\n\/\/ (\[ 'answered'.*)\n/.exec(sample) ?? [];
    expect(promised).not.toBe('');
    expect(run(sample).replace(/\s+/g, ' ').trim()).toBe(promised);
  });

  it('tells what became of a write, by a sample that runs as it says', () => {
    const [, , sample = ''] = samples;
    const promised = [...sample.matchAll(/; \/\/ (order.*|known)$/gm)].map(([, text]) => text);
    expect(promised).toHaveLength(2);
    expect(run(sample).trim().split('\n')).toEqual(promised);
  });

  it('names doors that exist', () => {
    const [, doors = ''] = samples;
    const imports = doors.split('\n').filter((line) => line.startsWith('import'));
    expect(
      run(
        `${imports.join('\n')}\nconsole.log(typeof createRedisWriteStore, typeof openDiskRecordLog);\nprocess.exit()`,
      ),
    ).toBe('function function\n');
  });

  it('lists every part of a request', () => {
    const body = request.slice(request.indexOf('export type WriteRequest'));
    const members = [
      ...body.slice(0, body.indexOf('\n};')).matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm),
    ].map(([, name]) => name);
    const listed = firstCells('Of a write').filter(
      (name) => !['clientId', 'operation', 'subject'].includes(name),
    );
    expect(listed.toSorted()).toEqual(members.toSorted());
  });

  it('lists every kind of result', () => {
    const union = result.slice(
      result.indexOf('export type WriteResult'),
      result.indexOf('export type WriteEvent'),
    );
    const kinds = [...union.matchAll(/kind: '(\w+)'/g)].map(([, kind]) => kind);
    expect(firstCells('`kind`').slice(1).toSorted()).toEqual([...new Set(kinds)].toSorted());
  });
});
