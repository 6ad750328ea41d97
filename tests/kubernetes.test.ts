/** What deploy/kubernetes hands to a cluster is what the API knows, fits together, and names settings that exist. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rolloutSchema } from '../packages/rollout/src/index.ts';
import {
  environmentSchema,
  readConfig,
  readRouterConfig,
  routerSchema,
  routerSecrets,
  secretVariables,
} from '../packages/settings/src/index.ts';
import { kustomize, type Manifest } from './kustomize.ts';

const root = new URL('../', import.meta.url);
const overlays = readdirSync(new URL('deploy/kubernetes/overlays', root));
const builtOf = (overlay: string) => kustomize(new URL(`deploy/kubernetes/overlays/${overlay}/`, root));

type Model = new (data: unknown) => { validate(): void };
/** Holds an object to the API's own schema of its kind. @throws with what it does not know or misses */
const validate = async (manifest: Manifest): Promise<void> => {
  const { apiVersion, kind } = manifest;
  const path = `kubernetes-models/${apiVersion}/${kind}`;
  const models: Readonly<Record<string, Model>> = await import(/* @vite-ignore */ path);
  const model = models[kind];
  if (model === undefined) throw new Error(`no ${kind} in ${apiVersion}`);
  new model(manifest).validate();
};

const container = z.object({
  name: z.string(),
  image: z.string(),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })).default([]),
  env: z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.literal(true) })),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
});
const deploymentSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        serviceAccountName: z.string(),
        automountServiceAccountToken: z.literal(false),
        terminationGracePeriodSeconds: z.number(),
        securityContext: z.object({
          runAsNonRoot: z.literal(true),
          runAsUser: z.literal(65_532),
          seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
        }),
        initContainers: z.array(container),
        containers: z.array(container),
        volumes: z.array(
          z.object({ name: z.string(), secret: z.object({ secretName: z.string() }).optional() }),
        ),
      }),
    }),
  }),
});
const portNamesIn = (value: unknown): string[] => {
  const found = JSON.stringify(value).matchAll(/"(?:targetPort|port)":"(\w+)"/g);
  return [...found].map(([, name = '']) => name);
};

const programs = {
  gateway: {
    names: Object.keys(environmentSchema.shape),
    secrets: secretVariables as readonly string[],
    readsProduction: (given: Record<string, string>) => readConfig(given).NODE_ENV === 'production',
  },
  router: {
    names: Object.keys(routerSchema.shape),
    secrets: routerSecrets as readonly string[],
    readsProduction: (given: Record<string, string>) => readRouterConfig(given).NODE_ENV === 'production',
  },
} as const;
/** What the files of secrets could say. */
const secretValues: Readonly<Record<string, string>> = {
  SEALING_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  BOOKING_ID_SECRET: Buffer.alloc(32).toString('base64'),
  OPS_KEY_HASHES: `lan:read=sha256$salt$${'0'.repeat(64)}`,
  NOTIFICATION_SECRET: 'n'.repeat(32),
  CREDIT_LINE_KEY: 'c'.repeat(32),
  REDIS_URL: 'redis://10.0.0.1:6379',
  JOURNAL_REDIS_URL: 'redis://10.0.0.2:6379',
  ROLLOUT_PEER_KEY: 'p'.repeat(32),
};
/** The longest that a program takes to end once it has drained, in seconds. */
const endsWithinSeconds: Readonly<Record<string, number>> = { gateway: 25, relay: 15, router: 60 };

describe.each(overlays)('the overlay %s', (overlay) => {
  const manifests = builtOf(overlay);
  const ofKind = (kind: string) => manifests.filter((one) => one.kind === kind);
  const deployments = ofKind('Deployment').map((one) => deploymentSchema.parse(one));
  const podsOf = (labels: Readonly<Record<string, string>>) =>
    deployments.filter(({ spec }) =>
      Object.entries(labels).every(([name, value]) => spec.template.metadata.labels[name] === value),
    );
  const settingsOf = (name: string): Record<string, string> => {
    const found = ofKind('ConfigMap').find(({ metadata }) => metadata.name === name);
    return z.object({ data: z.record(z.string(), z.string()) }).parse(found).data;
  };

  test('has objects that the API accepts, in one namespace', async () => {
    expect(manifests.length).toBeGreaterThan(25);
    for (const manifest of manifests) await validate(manifest);
    for (const { kind, metadata } of manifests)
      if (kind !== 'Namespace') expect([kind, metadata.namespace]).toEqual([kind, '12go']);
    await expect(validate({ ...deployment, spec: {} })).rejects.toThrow();
  });
  const [deployment] = ofKind('Deployment') as [Manifest];

  test('runs programs whose labels, accounts and ports are there, with all of it locked down', () => {
    const accounts = ofKind('ServiceAccount').map(({ metadata }) => metadata.name);
    for (const { metadata, spec } of deployments) {
      expect(podsOf(spec.selector.matchLabels).map((one) => one.metadata.name)).toEqual([metadata.name]);
      const pod = spec.template.spec;
      expect(accounts).toContain(pod.serviceAccountName);
      for (const one of [...pod.initContainers, ...pod.containers]) {
        expect(one.image).toMatch(/^[\w.-]+\.[a-z]+\/[\w/-]+:[\w.-]+$/);
        const ports = one.ports.map(({ name }) => name);
        for (const name of portNamesIn(one)) expect(ports).toContain(name);
        for (const { name } of one.volumeMounts)
          expect(pod.volumes.map((volume) => volume.name)).toContain(name);
      }
    }
    for (const service of ofKind('Service')) {
      const { selector, ports } = z
        .object({
          spec: z.object({ selector: z.record(z.string(), z.string()), ports: z.array(z.unknown()) }),
        })
        .parse(service).spec;
      const [behind] = podsOf(selector);
      const offered = behind?.spec.template.spec.containers.flatMap((one) =>
        one.ports.map(({ name }) => name),
      );
      for (const name of portNamesIn(ports)) expect(offered).toContain(name);
    }
  });

  test('selects pods that there are, in every policy, budget and autoscaler', () => {
    const selecting = manifests.filter(({ kind }) => /^(NetworkPolicy|PodDisruptionBudget)$/.test(kind));
    const selector = z.object({ matchLabels: z.record(z.string(), z.string()).default({}) });
    for (const one of selecting) {
      const spec = z.object({
        spec: z.object({ podSelector: selector.optional(), selector: selector.optional() }),
      });
      const { podSelector, selector: budgeted } = spec.parse(one).spec;
      expect([one.metadata.name, podsOf((podSelector ?? budgeted)?.matchLabels ?? {}).length]).not.toEqual([
        one.metadata.name,
        0,
      ]);
    }
    const scaled = z.object({ spec: z.object({ scaleTargetRef: z.object({ name: z.string() }) }) });
    for (const one of ofKind('HorizontalPodAutoscaler'))
      expect(deployments.map(({ metadata }) => metadata.name)).toContain(
        scaled.parse(one).spec.scaleTargetRef.name,
      );
  });

  test.each(deployments)(
    'names settings that $metadata.name has, and values that it takes',
    ({ metadata, spec }) => {
      const { names, secrets, readsProduction } = programs[metadata.name === 'router' ? 'router' : 'gateway'];
      const known = new Set([...names, ...secrets.map((name) => `${name}_FILE`)]);
      for (const { envFrom, env } of spec.template.spec.containers) {
        const shared = Object.assign({}, ...envFrom.map(({ configMapRef }) => settingsOf(configMapRef.name)));
        const own = Object.fromEntries(env.flatMap(({ name, value }) => (value ? [[name, value]] : [])));
        const given: Record<string, string> = { ...shared, ...own };
        expect(Object.keys(given).filter((name) => !known.has(name))).toEqual([]);
        // The files of secrets are not here; what they say stands in for them.
        const told = Object.entries(given).map(([name, value]) => {
          const secret = secrets.find((one) => name === `${one}_FILE`);
          return secret === undefined ? [name, value] : [secret, secretValues[secret]];
        });
        expect(readsProduction(Object.fromEntries(told))).toBe(true);
      }
    },
  );

  test('begins with rules that a router takes, by which the old system answers everything', () => {
    const { rules, notifications } = rolloutSchema.parse(
      JSON.parse(settingsOf('rollout')['rollout.json'] ?? ''),
    );
    expect([rules, notifications]).toEqual([[], 'legacy']);
  });

  test('gives a program the time to drain and to end its writes', () => {
    const drainSeconds = Number(settingsOf('gateway-settings').DRAIN_SECONDS);
    expect(settingsOf('router-settings').DRAIN_SECONDS).toBe(String(drainSeconds));
    for (const { metadata, spec } of deployments) {
      const needed = (endsWithinSeconds[metadata.name] ?? Number.NaN) + drainSeconds;
      expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(needed + 5);
    }
  });

  test('wants no secret, and no file of one, that the page on deploying does not tell how to make', () => {
    const page = readFileSync(new URL('docs/deploy.md', root), 'utf8');
    const names = deployments.flatMap(({ spec }) =>
      spec.template.spec.volumes.flatMap(({ secret }) => secret?.secretName ?? []),
    );
    expect(names.length).toBeGreaterThan(4);
    for (const name of names) expect(page).toContain(`\`${name}\``);
    const values = ['gateway-settings', 'router-settings'].flatMap((name) => Object.values(settingsOf(name)));
    const files = values.flatMap(
      (value) => /^\/run\/(?:gateway|router)\/(?:secrets|settings)\/(\S+)$/.exec(value)?.[1] ?? [],
    );
    expect(files.length).toBeGreaterThan(6);
    for (const file of files) expect(page).toContain(file);
  });
});
