/**
 * `pnpm deliver staging|smoke|contract-tests|release|roll-back`: one step of the delivery, as docs/delivery.md has it. `IMAGE` is the image,
 * `OVERLAY` the folder below deploy/kubernetes/overlays, `BASE_URL` where partners reach it. Exit code 1 when a version was not good
 * enough and was taken back, 2 when something is not named, 3 when a step failed.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { contractTests } from './deliver/contract-tests.mjs';
import { createKubernetes } from './deliver/kubernetes.mjs';
import { release } from './deliver/release.mjs';
import { smoke } from './deliver/smoke.mjs';
import { root } from './lib/root.mjs';
import { say } from './lib/say.mjs';

const canaryPercent = 5;

/** @param {string} name */
const setting = (name) => {
  const value = process.env[name] ?? '';
  if (value !== '') return value;
  say(`${name} is required`);
  return process.exit(2);
};
const version = () => setting('IMAGE').replace(/^.*:/, '');
const place = () => createKubernetes({ overlay: setting('OVERLAY'), sleep });
const target = () => ({
  baseUrl: setting('BASE_URL'),
  clientId: setting('CONTRACT_CLIENT'),
  apiKey: setting('CONTRACT_KEY'),
});

/** @type {Readonly<Record<string, () => Promise<number>>>} */
const steps = {
  async staging() {
    await place().deployAll(version());
    return 0;
  },
  async smoke() {
    await smoke(setting('BASE_URL'), { version: version(), sleep });
    return 0;
  },
  async 'contract-tests'() {
    const file = process.env.JOURNEY_FILE || `${root}/scripts/deliver/journey.json`;
    const journey = JSON.parse(readFileSync(file, 'utf8'));
    const checked = await contractTests(target(), { journey, nowMs: Date.now(), sleep });
    say(`${checked} answers are as the contract says`);
    return 0;
  },
  async release() {
    const watching = { percent: canaryPercent, now: Date.now, sleep, tell: say };
    const { outcome, line } = await release(place(), version(), watching);
    say(`${outcome}: ${line}`);
    return outcome === 'promoted' ? 0 : 1;
  },
  async 'roll-back'() {
    await place().takeBack();
    return 0;
  },
};

const [name = ''] = process.argv.slice(2);
const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
if (step === undefined) {
  say(`one of ${Object.keys(steps).join(', ')} is expected`);
  process.exit(2);
}
process.exit(
  await step().catch((error) => {
    say(error instanceof Error ? error.message : String(error));
    return 3;
  }),
);
