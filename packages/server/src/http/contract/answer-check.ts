/** Checks an answer against its contract schema: by a compiled validator where it can be trusted, else by the schema itself. */
import { isDeepStrictEqual } from 'node:util';
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import { z } from 'zod';

/** What a check found: the body as it may be sent, or where it does not fit. */
export type Checked = { readonly body: unknown } | { readonly mismatches: readonly string[] };

/** Checks one body. */
export type AnswerCheck = (body: unknown) => Checked;

const checkBySchema =
  (schema: z.ZodType): AnswerCheck =>
  (body) => {
    const parsed = schema.safeParse(body);
    // The handler's own order of keys, which the compiled check keeps as well: equal answers are equal bytes.
    if (parsed.success) return { body: isDeepStrictEqual(parsed.data, body) ? body : parsed.data };
    return { mismatches: parsed.error.issues.map((issue) => issue.path.join('.')) };
  };

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Kinds that JSON Schema cannot say, or that give back something else than they took. */
const untoldKinds = new Set(['transform', 'pipe', 'default', 'prefault', 'catch', 'custom', 'codec', 'lazy']);
/** Rules that JSON Schema loses without a word. */
const untoldChecks = new Set(['custom', 'overwrite', 'property']);

const isUntold = ({ _zod }: z.core.$ZodTypes, { format, pattern }: JsonSchema): boolean => {
  const { def } = _zod;
  const checks = 'checks' in def ? (def.checks ?? []) : [];
  // A format without a pattern is judged differently by every validator.
  const isLoose = format !== undefined && pattern === undefined;
  return (
    isLoose || untoldKinds.has(def.type) || checks.some((check) => untoldChecks.has(check._zod.def.check))
  );
};

const keyword = 'fitsLeaf';

/** A text that keeps its own rules: what passes comes out as it went in. */
type Leaf = { readonly schema: z.core.$ZodType; readonly passed: Set<string> };

/** Far more than there are travel times; texts that passed are remembered, since asking zod costs 5 µs each. */
const passedMax = 4_096;

const fitsLeaf = ({ schema, passed }: Leaf, value: unknown): boolean => {
  if (typeof value !== 'string') return false;
  if (passed.has(value)) return true;
  const parsed = z.safeParse(schema, value);
  if (!parsed.success || parsed.data !== value) return false;
  if (passed.size >= passedMax) passed.clear();
  passed.add(value);
  return true;
};

const clear = (jsonSchema: JsonSchema): void => {
  for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
};

/** The schema as JSON Schema that forbids what is not declared; undefined when more than a text in it cannot be said so. */
const toJsonSchema = (schema: z.ZodType, leaves: Leaf[]): JsonSchema | undefined => {
  let isFaithful = true;
  try {
    const json = z.toJSONSchema(schema, {
      io: 'output',
      override: ({ zodSchema, jsonSchema }) => {
        delete jsonSchema.id;
        if (!isUntold(zodSchema, jsonSchema)) return;
        if (zodSchema._zod.def.type !== 'string') isFaithful = false;
        clear(jsonSchema);
        jsonSchema[keyword] = leaves.push({ schema: zodSchema, passed: new Set() }) - 1;
      },
    });
    return isFaithful ? json : undefined;
  } catch {
    return undefined;
  }
};

type Fits = (body: unknown) => boolean;

const compile = (schema: z.ZodType): Fits => {
  const leaves: Leaf[] = [];
  const json = toJsonSchema(schema, leaves);
  if (json === undefined) return () => false;
  const ajv = new Ajv({ strict: false, strictNumbers: true, validateFormats: false });
  ajv.addKeyword({
    keyword,
    validate: (index: number, value: unknown) =>
      leaves[index] !== undefined && fitsLeaf(leaves[index], value),
  });
  return ajv.compile(json);
};

/**
 * Makes the check of one schema. A body that passes the compiled check is exactly what the schema would give back, so
 * it is sent as it is. Any other body is left to the schema, which strips what is not declared or refuses. Compiling
 * takes up to 100 ms, so it waits until the schema was used once.
 *
 * @param later runs a task when nobody waits. Default: after the event loop's present turn.
 * @example
 * ```ts
 * createAnswerCheck(z.object({ id: z.string() }))({ id: 'a', secret: 1 }); // { body: { id: 'a' } }
 * ```
 */
export const createAnswerCheck = (
  schema: z.ZodType,
  later: (task: () => void) => void = setImmediate,
): AnswerCheck => {
  const bySchema = checkBySchema(schema);
  let fits: Fits | undefined;
  let isPlanned = false;
  return (body) => {
    if (fits?.(body) === true) return { body };
    if (!isPlanned) {
      isPlanned = true;
      later(() => {
        fits = compile(schema);
      });
    }
    return bySchema(body);
  };
};
