/** Reads a heap snapshot of V8: bytes by what they are, objects by their constructor. */
import { readFileSync } from 'node:fs';

/** Bytes by kind: `object Map`, `string`, `code`. */
export type Sizes = ReadonlyMap<string, number>;

type Snapshot = {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
};

/** Kinds whose names say whose they are; names of the others are their contents. */
const named = new Set(['object', 'native', 'closure', 'array', 'hidden', 'object shape']);

export const readSnapshot = (file: string): Sizes => {
  const { snapshot, nodes, strings } = JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
  const { node_fields: fields, node_types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  const sizes = new Map<string, number>();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = node_types[0][nodes[at + (type ?? 0)] ?? 0] ?? 'unknown';
    const key = named.has(kind) ? `${kind} ${strings[nodes[at + (name ?? 0)] ?? 0]}` : kind;
    sizes.set(key, (sizes.get(key) ?? 0) + (nodes[at + (size ?? 0)] ?? 0));
  }
  return sizes;
};
