/** Writes the shapes of the contract's answers, as little as tells a drift: members, lists and listed values. */
import { jsonAnswer, type Operation, operations, type Schema, schemas } from './openapi-document.ts';

type Written = string | number | { readonly [key: string]: Written } | readonly Written[];

/** What is not looked into. */
const anything = 0;

const nameOf = (ref: string): string => ref.replace('#/components/schemas/', '');

const ofUnion = (members: readonly Schema[]): Written => {
  const kinds = members.filter(({ type }) => type !== 'null');
  if (kinds.every((member) => member.const !== undefined))
    return { values: kinds.flatMap((member) => member.const ?? []) };
  const [only, ...others] = kinds.map(toShape);
  return others.length === 0 ? (only ?? anything) : { oneOf: [only ?? anything, ...others] };
};

const ofMembers = ({ properties = {}, required = [] }: Schema): Written => ({
  members: Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [
      required.includes(name) ? name : `${name}?`,
      toShape(member),
    ]),
  ),
});

const toShape = (schema: Schema): Written => {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.anyOf !== undefined) return ofUnion(schema.anyOf);
  if (schema.const !== undefined) return { values: [schema.const] };
  if (schema.enum !== undefined) return { values: schema.enum };
  if (schema.type === 'array') return { items: toShape(schema.items ?? {}) };
  return schema.properties === undefined ? anything : ofMembers(schema);
};

const answerOf = ({ responses }: Operation): Schema | undefined =>
  jsonAnswer(responses['200'] ?? responses['202'] ?? {});

const namesIn = (shape: Written): string[] =>
  [...JSON.stringify(shape).matchAll(/"([A-Z]\w*)"/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => name in schemas);

const reachable = (shapes: readonly Written[]): Record<string, Written> => {
  const found: Record<string, Written> = {};
  const open = shapes.flatMap(namesIn);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name in found) continue;
    const shape = toShape(schemas[name] ?? {});
    found[name] = shape;
    open.push(...namesIn(shape));
  }
  return found;
};

/** What every refusal is. */
const problem = 'Problem';

/** The text of `shapes.ts`. */
export const shapeTableFile = (): string => {
  const answers = operations.flatMap((operation) => {
    const schema = answerOf(operation);
    return schema === undefined ? [] : [[operation.operationId, toShape(schema)] as const];
  });
  return [
    '/** What answers look like, as far as a drift is told by it. Generated from the contract by `pnpm generate`; do not edit. */',
    `export type Shape =
  | 0
  | string
  | { readonly members: Readonly<Record<string, Shape>> }
  | { readonly items: Shape }
  | { readonly values: readonly string[] }
  | { readonly oneOf: readonly Shape[] };`,
    `/** By the name of a body; a member that may be missing ends in \`?\`. */\nexport const shapes: Readonly<Record<string, Shape>> = ${JSON.stringify(reachable([...answers.map(([, shape]) => shape), problem]))};`,
    `/** By the name of an operation. */\nexport const answerShapes: Readonly<Record<string, Shape>> = ${JSON.stringify(Object.fromEntries(answers))};`,
    `/** Of every refusal. */\nexport const problemShape: Shape = ${JSON.stringify(problem)};`,
  ].join('\n\n');
};
