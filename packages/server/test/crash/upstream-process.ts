/** The neighbours of a crash run in a process that is never killed: sandbox 12go as the ledger, master data, credit line. */
import {
  createSandbox,
  type ScenarioName,
  serve,
  serveCreditLine,
  serveFuji,
} from '@partner-gateway/sandbox';
import { announce } from '../../../write-guard/test/crash/listening.ts';
import { createRandom } from '../../../write-guard/test/crash/random.ts';
import { slowMs } from './times.ts';

const writeFaults: readonly ScenarioName[] = [
  'timeout_before',
  'timeout_after',
  'reset_before',
  'reset_after',
  'truncated',
  'server_error_after',
  'html_answer',
  'slow',
];

const [clientId = '', faultShare = '0', seed = '1'] = process.argv.slice(2);
const random = createRandom(Number(seed));
const sandbox = createSandbox({ capacity: 900 });
const { url: sandboxUrl } = await sandbox.listen();
const fuji = await serveFuji(sandbox.world, sandbox.clock.now, 0);
const creditLine = await serveCreditLine(0);
creditLine.set(clientId, { balance: '900000000.00', currency: 'USD' });

const counts = { reserve: 0, bookingByCart: 0 };

/** Keeps the share of calls that go wrong, whoever makes them; which call it hits is chance. */
const inject = (operation: keyof typeof counts, names: readonly ScenarioName[]): void => {
  const due = Math.floor(sandbox.calls(operation) * Number(faultShare) + random());
  for (; counts[operation] < due; counts[operation] += 1) {
    const scenario = names[Math.floor(random() * names.length)] ?? 'slow';
    sandbox.scenarios.set({ operation, scenario, times: 1, delayMs: slowMs * random() });
  }
};

setInterval(() => {
  inject('reserve', writeFaults);
  inject('bookingByCart', ['server_error', 'reset_before']);
}, 10);

const faults = await serve({ '/faults': () => counts }, 0);
announce({ sandboxUrl, fujiUrl: fuji.url, creditUrl: creditLine.url, faultsUrl: `${faults.url}/faults` });
