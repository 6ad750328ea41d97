/** The file of the record log: what it took is there after a kill, one process holds it, and nothing damaged is believed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type DiskRecordLog, openDiskRecordLog } from '../src/stores/disk-record-log.ts';
import { openFolder } from './support/folder.ts';

const folder = openFolder();
const children: ChildProcess[] = [];
const logs: DiskRecordLog[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const log of logs.splice(0)) log.close();
});
afterAll(() => folder.remove());

const open = (file: string): DiskRecordLog => {
  const log = openDiskRecordLog(file);
  logs.push(log);
  return log;
};

const item = (dueAtMs: number) => ({
  subject: { clientId: 'acme', operation: 'reserve', subject: 'cart' } as const,
  dueAtMs,
  tries: 0,
});
const put = (name: string, dueAtMs: number) => ({ table: 'open', name, row: item(dueAtMs) }) as const;

/** Starts a process that writes to the file, and reads what it says. */
const startWriter = (file: string, limitedTo?: number) => {
  const script = fileURLToPath(new URL('./support/disk-process.ts', import.meta.url));
  const limit = limitedTo === undefined ? '' : `ulimit -S -f ${limitedTo};`;
  const node = '"$0" --conditions=@partner-gateway/source "$1" "$2"';
  const child = spawn('sh', ['-c', `${limit} exec ${node}`, process.execPath, script, file]);
  children.push(child);
  const exited = once(child, 'close');
  let [said, complained] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complained += text;
  });
  const claimed = (): string[] => [...said.matchAll(/^(\d+) claimed\n/gm)].map(([, cart = '']) => cart);
  return {
    claimed,
    said: () => said,
    complained: () => complained,
    pid: String(child.pid),
    until: (test: () => boolean) => vi.waitUntil(test, { timeout: 15_000, interval: 5 }),
    exited,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
};

const cartsIn = (file: string): Set<string> => {
  const log = open(file);
  const carts = log.load().flatMap(({ table, row }) => {
    return table === 'op' && row !== undefined && 'op' in row ? [row.subject.subject] : [];
  });
  log.close();
  return new Set(carts);
};

describe('the record log on disk', () => {
  it('has what it took when it is opened again, in a file for its owner alone', () => {
    const file = folder.newFile();
    const first = open(file);
    expect(first.load()).toEqual([]);
    first.write([put('one', 1), put('two', 2)]);
    first.write([put('one', 3), { table: 'open', name: 'two', row: undefined }]);
    for (const path of [file, `${file}-wal`]) expect(statSync(path).mode & 0o777).toBe(0o600);
    first.close();
    expect(open(file).load()).toEqual([put('one', 3)]);
  });

  it('loses nothing that it took when its process is killed', async () => {
    const file = folder.newFile();
    for (const more of [5, 40, 80]) {
      const writer = startWriter(file);
      await writer.until(() => writer.claimed().length > more);
      await writer.kill();
      const kept = cartsIn(file);
      expect(writer.claimed().filter((cart) => !kept.has(cart))).toEqual([]);
    }
  });

  it('is held by one process until that ends, however it ends', async () => {
    const file = folder.newFile();
    const holder = startWriter(file);
    await holder.until(() => holder.claimed().length > 0);
    expect(() => open(file)).toThrow(/^STORE_FILE is held by another process: .*STORE=redis/);
    const second = startWriter(file);
    await second.exited;
    expect(second.complained()).toContain('STORE_FILE is held by another process');
    const before = holder.claimed().length;
    await holder.until(() => holder.claimed().length > before + 10);
    await holder.kill();
    expect(cartsIn(file).size).toBeGreaterThan(before);
  });

  it('takes nothing more when the disk is full, believes nothing of it, and goes on when there is room', async () => {
    const file = folder.newFile();
    const writer = startWriter(file, 256);
    await writer.until(() => writer.said().includes('unfit'));
    const taken = writer.claimed().length;
    expect(taken).toBeGreaterThan(5);
    spawnSync('prlimit', ['--pid', writer.pid, '--fsize=unlimited']);
    await writer.until(() => writer.claimed().length > taken + 20);
    await writer.kill();
    expect(writer.said()).not.toContain('believed');
    const claimed = writer.claimed();
    const kept = cartsIn(file);
    expect(claimed.filter((cart) => !kept.has(cart))).toEqual([]);
    const refused = [...writer.said().matchAll(/^(\d+) unfit\n/gm)].map(([, cart = '']) => cart);
    expect(refused.filter((cart) => kept.has(cart))).toEqual([]);
  });

  it('refuses a write after it was closed', () => {
    const log = open(folder.newFile());
    log.close();
    expect(() => log.write([put('one', 1)])).toThrow('unfit');
  });
});

describe('a file that cannot be used', () => {
  const refused = (file: string, reason: RegExp): void => {
    const before = readFileSync(file);
    expect(() => open(file)).toThrow(reason);
    expect(readFileSync(file).equals(before)).toBe(true);
  };

  it('because one byte of a record is another is refused, and stays as it is', () => {
    const file = folder.newFile();
    const log = open(file);
    log.write([put('one', 1_111_111)]);
    log.close();
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('1111111')] = '2'.charCodeAt(0);
    writeFileSync(file, bytes);
    refused(file, /^STORE_FILE is damaged: .* move it away together with its -wal file/);
  });

  it('because a part of it is missing is refused, and stays as it is', () => {
    const file = folder.newFile();
    const log = open(file);
    log.write(Array.from({ length: 300 }, (_, index) => put(`cart ${index}`, index)));
    log.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 8_192));
    refused(file, /^STORE_FILE is damaged: /);
    writeFileSync(file, Buffer.from(bytes).fill(0, 4_096, 8_192));
    refused(file, /^STORE_FILE is damaged: /);
  });

  it('because it is of something else is refused, and stays as it is', () => {
    const text = folder.newFile();
    writeFileSync(text, 'notes of a colleague, which happen to lie where the setting points');
    refused(text, /^STORE_FILE is a file of something else$/);
    const other = folder.newFile();
    const db = new DatabaseSync(other);
    db.exec('CREATE TABLE record (name TEXT)');
    db.close();
    refused(other, /^STORE_FILE is a file of something else$/);
  });

  it('of the version before is read, and is of this one from then on', () => {
    const file = folder.newFile();
    openDiskRecordLog(file).close();
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 1');
    db.close();
    openDiskRecordLog(file).close();
    const after = new DatabaseSync(file);
    expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
    after.close();
  });

  it('because another version wrote it is refused, and stays as it is', () => {
    const file = folder.newFile();
    open(file).close();
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 3');
    db.close();
    refused(file, /^STORE_FILE was written by another version/);
  });

  it('because its folder is not there, or it is one, is refused', () => {
    expect(() => open('/nowhere/writes.db')).toThrow(/^STORE_FILE cannot be opened, .*folder that exists/);
    const directory = folder.newFile();
    mkdirSync(directory);
    expect(() => open(directory)).toThrow(/^STORE_FILE cannot be opened/);
  });
});
