/** Zod schemas as OpenAPI 3.1 schemas: named ones become components, references point at them, nothing is empty. */
import { z } from 'zod';

/** A JSON Schema object as it stands in an OpenAPI document. */
export type SchemaObject = { [key: string]: unknown };

/** Which side of a schema is described: what is sent in, or what comes out. */
export type Direction = 'input' | 'output';

/** Collects the named schemas met on the way. */
export type Components = Map<string, SchemaObject>;

/** The collected schemas by name, in the order of the alphabet. */
export const inOrder = (components: Components): Record<string, SchemaObject> =>
  Object.fromEntries([...components].sort(([a], [b]) => a.localeCompare(b)));

const metaOf = (schema: z.ZodType): Record<string, unknown> => schema.meta() ?? {};

const componentRef = (name: string): SchemaObject => ({ $ref: `#/components/schemas/${name}` });

const replaceWith = (target: SchemaObject, source: SchemaObject): void => {
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, source);
};

const isSchemaObject = (value: unknown): value is SchemaObject => typeof value === 'object' && value !== null;

/** Applies the `document` and `documentAs` metadata, and drops what OpenAPI readers should not see. */
const override = ({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: SchemaObject }): void => {
  const meta = metaOf(zodSchema as z.ZodType);
  const description = jsonSchema.description;
  const described = description === undefined ? {} : { description };
  // Where it is named, the reference says it all.
  const { $ref } = jsonSchema;
  if (isSchemaObject(meta.document))
    replaceWith(jsonSchema, { ...($ref === undefined ? meta.document : { $ref }), ...described });
  if (typeof meta.documentAs === 'string')
    replaceWith(jsonSchema, { ...componentRef(meta.documentAs), ...described });
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  // The format says it, and generators break on both together.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  delete jsonSchema.document;
};

const rewriteRefs = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(rewriteRefs);
  if (!isSchemaObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string'
        ? item.replace('#/$defs/', '#/components/schemas/')
        : rewriteRefs(item),
    ]),
  );
};

const withoutKeys = (schema: SchemaObject, ...keys: string[]): SchemaObject =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));

/** Names a component; a second shape under the same name (input against output) gets a name of its own. */
const nameFor = (components: Components, name: string, schema: SchemaObject): string => {
  const known = components.get(name);
  if (known === undefined || JSON.stringify(known) === JSON.stringify(schema)) return name;
  return nameFor(components, `${name}Input`, schema);
};

const register = (components: Components, name: string, schema: SchemaObject): SchemaObject => {
  const finalName = nameFor(components, name, schema);
  components.set(finalName, schema);
  return componentRef(finalName);
};

/**
 * Turns a zod schema into an OpenAPI schema and adds every named schema in it to `components`.
 *
 * @throws Error when a part of the schema cannot be described, so that no empty schema is ever published.
 */
export const toOpenApiSchema = (
  schema: z.ZodType,
  direction: Direction,
  components: Components,
): SchemaObject => {
  const { $defs = {}, ...root } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: direction,
    override,
  }) as SchemaObject & { $defs?: Record<string, SchemaObject> };
  for (const [name, definition] of Object.entries($defs)) {
    register(components, name, withoutKeys(rewriteRefs(definition) as SchemaObject, 'id', '$schema'));
  }
  const own = withoutKeys(rewriteRefs(root) as SchemaObject, 'id', '$schema');
  const id = root.id;
  return typeof id === 'string' && own.$ref === undefined ? register(components, id, own) : own;
};
