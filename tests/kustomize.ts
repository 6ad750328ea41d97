/** Reads the overlays of deploy/kubernetes: resources, namespace, images, and patches that merge. Whatever else kustomize can do is refused. */
import { readFileSync, statSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
/** One object as a cluster is given it. */
export type Manifest = z.infer<typeof manifestSchema>;

const kustomizationSchema = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  namespace: z.string().optional(),
  resources: z.array(z.string()),
  patches: z.array(z.strictObject({ path: z.string() })).default([]),
  images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })).default([]),
});
type Kustomization = z.infer<typeof kustomizationSchema>;

const documentsOf = (file: URL): unknown[] =>
  parseAllDocuments(readFileSync(file, 'utf8')).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    return document.toJS({ maxAliasCount: 100 });
  });

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists are replaced: those of the overlays are, to the API server, one value each. */
const merge = (below: unknown, above: unknown): unknown =>
  isMap(below) && isMap(above)
    ? {
        ...below,
        ...Object.fromEntries(Object.entries(above).map(([key, value]) => [key, merge(below[key], value)])),
      }
    : above;

const isSame = (one: Manifest, other: Manifest): boolean =>
  one.kind === other.kind && one.metadata.name === other.metadata.name;

const patched = (manifests: readonly Manifest[], patch: Manifest): Manifest[] => {
  if (manifests.filter((one) => isSame(one, patch)).length !== 1)
    throw new Error(`the patch of ${patch.kind} ${patch.metadata.name} has no target`);
  return manifests.map((one) => (isSame(one, patch) ? manifestSchema.parse(merge(one, patch)) : one));
};

const withImages = (value: unknown, images: Kustomization['images']): unknown => {
  if (Array.isArray(value)) return value.map((item) => withImages(item, images));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const image = key === 'image' ? images.find(({ name }) => name === item) : undefined;
      return [key, image ? `${image.newName}:${image.newTag}` : withImages(item, images)];
    }),
  );
};

const inNamespace = (manifest: Manifest, namespace: string | undefined): Manifest =>
  namespace === undefined || manifest.kind === 'Namespace'
    ? manifest
    : { ...manifest, metadata: { ...manifest.metadata, namespace } };

/** What an overlay comes to. @param folder with a `/` at its end */
export const kustomize = (folder: URL): Manifest[] => {
  const [given] = documentsOf(new URL('kustomization.yaml', folder));
  const { resources, patches, images, namespace } = kustomizationSchema.parse(given);
  const read = resources.flatMap((path) => {
    const at = new URL(path, folder);
    return statSync(at).isDirectory()
      ? kustomize(new URL(`${path}/`, folder))
      : documentsOf(at).map((one) => manifestSchema.parse(one));
  });
  const changes = patches.flatMap(({ path }) => documentsOf(new URL(path, folder)));
  return changes
    .map((one) => manifestSchema.parse(one))
    .reduce(patched, read)
    .map((one) => manifestSchema.parse(withImages(inNamespace(one, namespace), images)));
};
