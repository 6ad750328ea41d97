/** A canary of what an overlay of deploy/kubernetes comes to: gateway and router of another version, beside and unreached by the stable ones. */

/** @typedef {{ kind: string, metadata: { name: string, annotations?: Record<string, string> } }} Manifest */

const suffix = '-canary';
const programs = ['gateway', 'router'];
/** nginx' annotations of an ingress that takes a share of another one's requests. */
const annotation = 'nginx.ingress.kubernetes.io/canary';
/** The share, in percent. */
export const weightAnnotation = `${annotation}-weight`;

/** @param {unknown} value @param {(text: string, key: string) => string} change @param {string} [key] @returns {unknown} */
const mapText = (value, change, key = '') => {
  if (typeof value === 'string') return change(value, key);
  if (Array.isArray(value)) return value.map((item) => mapText(item, change, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapText(item, change, name)]));
};

/**
 * The manifests with another tag of our image.
 *
 * @param {readonly Manifest[]} manifests @param {string} version @returns {Manifest[]}
 */
export const ofVersion = (manifests, version) =>
  /** @type {Manifest[]} */ (
    mapText(manifests, (text, key) =>
      key === 'image' ? text.replace(/(\/partner-gateway)(?:[:@].+)?$/, `$1:${version}`) : text,
    )
  );

const isWanted = ({ kind, metadata: { name } }) =>
  (['Deployment', 'Service'].includes(kind) && programs.includes(name)) || kind === 'Ingress';

const renamed = (manifest) => {
  const { name, annotations = {} } = manifest.metadata;
  const isIngress = manifest.kind === 'Ingress';
  const weighed = { ...annotations, [annotation]: 'true', [weightAnnotation]: '0' };
  return {
    ...manifest,
    metadata: { ...manifest.metadata, name: `${name}${suffix}`, ...(isIngress && { annotations: weighed }) },
  };
};

/** A router of the canary asks gateways of the canary; one pod of each is enough for a small share. */
const ownDeployment = ({ spec: { template, ...spec }, ...manifest }) => {
  const [container, ...others] = template.spec.containers;
  const env = [...(container.env ?? []), { name: 'GATEWAY_BASE_URL', value: `http://gateway${suffix}` }];
  const containers = [
    manifest.metadata.name === `router${suffix}` ? { ...container, env } : container,
    ...others,
  ];
  return {
    ...manifest,
    spec: { ...spec, replicas: 1, template: { ...template, spec: { ...template.spec, containers } } },
  };
};

const ownIngress = ({ spec, ...manifest }) => {
  const toCanary = (service) => ({ ...service, name: `${service.name}${suffix}` });
  const rules = spec.rules.map(({ http, ...rule }) => ({
    ...rule,
    http: {
      paths: http.paths.map((path) => ({ ...path, backend: { service: toCanary(path.backend.service) } })),
    },
  }));
  return { ...manifest, spec: { ...spec, rules } };
};

const own = (manifest) => {
  if (manifest.kind === 'Deployment') return ownDeployment(manifest);
  return manifest.kind === 'Ingress' ? ownIngress(manifest) : manifest;
};

/**
 * The canary: what has the label `track: stable` in the overlay has `track: canary` here, and the ingress has a weight of 0.
 *
 * @param {readonly Manifest[]} manifests what `kubectl kustomize` prints of an overlay
 * @param {string} version the tag of its image
 * @returns {Manifest[]}
 */
export const canaryOf = (manifests, version) =>
  ofVersion(manifests.filter(isWanted), version)
    .map((manifest) => own(renamed(manifest)))
    .map(
      (manifest) =>
        /** @type {Manifest} */ (mapText(manifest, (text, key) => (key === 'track' ? 'canary' : text))),
    );
