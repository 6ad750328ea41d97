/** The client file read again and again: what did not change is not judged anew, and what did is. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { UnusableSource } from '../../src/errors.ts';
import { createPartnersReader } from '../../src/partners/client-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'client-file-'));
const file = join(folder, 'clients.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { clients: examples } = JSON.parse(
  readFileSync(new URL('../../../../docs/clients.example.json', import.meta.url), 'utf8'),
);

const clientNamed = (client_id: string, upstream_key_ref = '12go/shared') => {
  const { webhook: _, ...client } = examples[0];
  return { ...client, client_id, upstream_key_ref };
};

const write = (...clients: readonly unknown[]): void => writeFileSync(file, JSON.stringify({ clients }));

const secrets = new Map<string, string>();
const asked: string[] = [];
const readSecret = (reference: string): string | undefined => {
  asked.push(reference);
  return secrets.get(reference);
};

beforeEach(() => {
  secrets.clear();
  asked.length = 0;
});

describe('reading the client file again', () => {
  it('judges no settings anew while its text is the same', () => {
    write(clientNamed('acme'), clientNamed('globex'));
    const read = createPartnersReader(file, readSecret);
    const first = read();
    const second = read();
    expect(second.get('acme')?.settings).toBe(first.get('acme')?.settings);
    expect(second.get('acme')?.markups).toBe(first.get('acme')?.markups);
  });

  it('takes a secret that changed over, though the file did not', () => {
    write(clientNamed('acme'));
    const read = createPartnersReader(file, readSecret);
    expect(read().get('acme')?.upstreamKey).toBeUndefined();
    secrets.set('12go/shared', 'one');
    expect(read().get('acme')?.upstreamKey).toBe('one');
    secrets.set('12go/shared', 'two');
    expect(read().get('acme')?.upstreamKey).toBe('two');
  });

  it('reads a secret that clients share once', () => {
    write(clientNamed('acme'), clientNamed('globex'), clientNamed('initech', '12go/own'));
    createPartnersReader(file, readSecret)();
    expect(asked).toEqual(['12go/shared', '12go/own']);
  });

  it('tells of a broken file each time, and goes on when it is whole again', () => {
    write(clientNamed('acme'));
    const read = createPartnersReader(file, readSecret);
    read();
    writeFileSync(file, '{');
    expect(read).toThrow(UnusableSource);
    expect(read).toThrow(UnusableSource);
    write(clientNamed('acme'), clientNamed('globex'));
    expect([...read().keys()]).toEqual(['acme', 'globex']);
  });
});
