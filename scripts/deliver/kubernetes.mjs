/** A cluster as a place to deliver to, by `kubectl` with the context that it has, and the overlays of deploy/kubernetes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { canaryOf, ofVersion, weightAnnotation } from './canary-manifests.mjs';

const namespace = ['-n', '12go'];
/** The gateway first: a relay of the new version may need what it writes, and a router what it answers. */
const deployments = ['gateway', 'relay', 'router'];
const canaries = ['gateway-canary', 'router-canary'];
/** Longer than a connection of nginx to a pod that it still has after a reload. */
const settleSeconds = 10;

/** @param {readonly string[]} args @returns {Promise<string>} what it printed */
const kubectl = async (args) => {
  const { code, output } = await run('kubectl', args);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}: ${output}`);
  return output;
};

const apply = async (manifests) => {
  const folder = mkdtempSync(join(tmpdir(), 'deliver-'));
  const file = join(folder, 'manifests.json');
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }));
  await kubectl(['apply', '-f', file]).finally(() => rmSync(folder, { recursive: true }));
};

const untilReady = async (names) => {
  for (const name of names)
    await kubectl(['rollout', 'status', `deployment/${name}`, ...namespace, '--timeout=300s']);
};

const revisionOf = async (name) => {
  const { metadata } = JSON.parse(await kubectl(['get', `deployment/${name}`, ...namespace, '-o', 'json']));
  return String(metadata.annotations['deployment.kubernetes.io/revision']);
};

/** @returns {Promise<(readonly [name: string, revision: string])[]>} */
const revisions = async () =>
  Promise.all(deployments.map(async (name) => /** @type {const} */ ([name, await revisionOf(name)])));

/** Takes back those that are at another revision than they were; the others stay. */
const backTo = async (before) => {
  for (const [name, revision] of before)
    if ((await revisionOf(name)) !== revision)
      await kubectl(['rollout', 'undo', `deployment/${name}`, ...namespace, `--to-revision=${revision}`]);
  await untilReady(deployments);
};

const undoLast = async () => {
  for (const name of deployments) await kubectl(['rollout', 'undo', `deployment/${name}`, ...namespace]);
  await untilReady(deployments);
};

const metricsOf = async (track) => {
  const selector = ['-l', `app=gateway,track=${track}`, '--field-selector=status.phase=Running'];
  const pods = (await kubectl(['get', 'pods', ...namespace, ...selector, '-o', 'name']))
    .split('\n')
    .filter(Boolean);
  const ask = "fetch('http://127.0.0.1:8081/metrics').then((answer) => answer.text()).then(console.log)";
  const texts = pods.map(async (pod) => [
    pod,
    await kubectl(['exec', pod, ...namespace, '-c', 'gateway', '--', 'node', '-e', ask]),
  ]);
  return Object.fromEntries(await Promise.all(texts));
};

/** @param {string} object `kind/name` */
const isThere = async (object) =>
  (await kubectl(['get', object, ...namespace, '--ignore-not-found', '-o', 'name'])).trim() !== '';

const weigh = (percent) =>
  kubectl([
    'annotate',
    'ingress',
    'gateway-canary',
    ...namespace,
    '--overwrite',
    `${weightAnnotation}=${percent}`,
  ]);

const removeCanary = async (sleep) => {
  if (await isThere('ingress/gateway-canary')) {
    await weigh(0);
    await sleep(settleSeconds * 1000);
  }
  const names = canaries.flatMap((name) => [`deployment/${name}`, `service/${name}`]);
  await kubectl([
    'delete',
    'ingress/gateway-canary',
    ...names,
    ...namespace,
    '--ignore-not-found',
    '--wait=false',
  ]);
};

/**
 * A cluster and one overlay. `deployAll` skips the canary, for staging; `takeBack` takes the canary away, or what was promoted last.
 *
 * @param {{ overlay: string, sleep: (ms: number) => Promise<unknown> }} options the overlay by its folder's name
 * @returns {import('./watch.mjs').Place & { deployAll(version: string): Promise<void>, takeBack(): Promise<void> }}
 */
export const createKubernetes = ({ overlay, sleep }) => {
  const manifests = async () =>
    parseAllDocuments(await kubectl(['kustomize', `${root}/deploy/kubernetes/overlays/${overlay}`])).map(
      (one) => one.toJS({ maxAliasCount: 100 }),
    );
  const deployAll = async (version) => {
    await apply(ofVersion(await manifests(), version));
    await untilReady(deployments);
  };
  return {
    deployAll,
    async deploy(version) {
      await apply(canaryOf(await manifests(), version));
      await untilReady(canaries);
    },
    async weigh(percent) {
      await weigh(percent);
    },
    async read() {
      return { stable: await metricsOf('stable'), canary: await metricsOf('canary') };
    },
    async promote(version) {
      const before = await revisions();
      try {
        await deployAll(version);
      } catch (error) {
        await backTo(before);
        throw error;
      }
      await removeCanary(sleep);
    },
    rollBack: () => removeCanary(sleep),
    async takeBack() {
      const hasCanary = await isThere('deployment/gateway-canary');
      await (hasCanary ? removeCanary(sleep) : undoLast());
    },
  };
};
