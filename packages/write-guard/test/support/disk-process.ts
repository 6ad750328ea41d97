/** A store on disk in a process of its own, which claims one cart after another and says how each claim ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable, type Subject } from '../../src/protocol/store.ts';
import { openDiskRecordLog } from '../../src/stores/disk-record-log.ts';
import { createMemoryWriteStore } from '../../src/stores/memory-store.ts';

const [file = ''] = process.argv.slice(2);
const store = createMemoryWriteStore({ log: openDiskRecordLog(file) });

const claim = async (cart: string): Promise<string> => {
  const subject: Subject = { clientId: 'acme', operation: 'reserve', subject: cart };
  const { memoryId, nowMs = 0 } = store.stamp('acme');
  try {
    const { kind } = await store.begin(subject, {
      attemptId: `attempt at ${cart}`,
      recordKey: `key of ${cart}`,
      keyed: true,
      fingerprint: cart,
      requestId: cart,
      context: 'x'.repeat(500),
      token: { memoryId, issuedAtMs: nowMs },
    });
    return kind;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return (await store.readOp(subject)) === undefined ? error.reason : 'believed';
  }
};

for (let cart = 1; ; cart += 1) {
  process.stdout.write(`${cart} ${await claim(String(cart))}\n`);
  await sleep(2);
}
