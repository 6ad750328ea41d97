/** C2b: files of secrets that change, or break, while carts are opened and booked. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../support/api.ts';
import { eventually } from '../eventually.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { FaultWorld } from '../fault-world.ts';
import { beginPurchase, wordsOf } from '../purchase.ts';

const newKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const canary = 'canary-of-a-sealing-key';

/** @throws Error for an answer that is neither booked nor, as on a busy machine, not yet known to be. */
const isBooked = (answer: Answer): boolean => {
  assert.ok(answer.status === 200 || answer.status === 202, wordsOf(answer));
  return answer.status === 200;
};

/** Books cart after cart while something else is done; tells how many. @throws Error at the first that is not booked */
const bookDuring = async (world: FaultWorld, work: () => Promise<void>): Promise<number> => {
  let [isOver, booked] = [false, 0];
  const book = async (): Promise<void> => {
    do {
      const { create } = await beginPurchase(world);
      await eventually(create, isBooked);
      booked += 1;
    } while (!isOver);
  };
  const books = Promise.all([book(), book()]);
  await Promise.all([
    books,
    work().finally(() => {
      isOver = true;
    }),
  ]);
  return booked;
};

const areReread = async (ground: Ground): Promise<Seen> => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-faults-'));
  ground.closeAfter(async () => rmSync(folder, { recursive: true }));
  const file = join(folder, 'sealing');
  const [old, next] = [newKey('k1'), newKey('k2')];
  writeFileSync(file, old);
  const world = await ground.ownWorld({
    environment: { SEALING_KEYS_FILE: file, SECRETS_REFRESH_SECONDS: '3600' },
    // As in production: what this is about does not wait for 12go.
    timing: { writeGuard: {}, twelveGoTimeoutsMs: {} },
  });
  const reread = (text: string): Promise<boolean> => {
    writeFileSync(file, text);
    return world.api.gateway.parts.copies.secrets.refresh();
  };
  const [early, late] = [await beginPurchase(world), await beginPurchase(world)];
  const first = await bookDuring(world, async () => {
    assert.equal(await reread(canary), false, 'a key that is none was taken');
    assert.equal(await reread(`${next},${old}`), true);
  });
  await eventually(early.create, isBooked);
  const then = await bookDuring(world, async () => {
    assert.equal(await reread(next), true);
  });
  const dropped = await late.create();
  assert.equal(dropped.status, 422, wordsOf(dropped));
  assert.ok(!world.logLines.some((line) => line.includes(canary)), 'the log has what the file said');
  return {
    seen: `${first + then + 1} booked while the keys changed; a cart of the key that is gone: ${wordsOf(dropped)}`,
    figure: `0 refused of ${first + then + 1}`,
  };
};

export const changedSecrets = casesOf({ group: 'clocks', speed: 'quick' }, [
  {
    id: 'C2b',
    title: 'sealing keys are read anew while carts are booked, once from a file that is broken',
    expected: 'every cart is booked; the broken file changes nothing; a cart of a key that is gone is 422',
    run: areReread,
  },
]);
