/** Judges the errors of an API by the examples that the OpenAPI document shows of them: who reads the reference finds no other members. */
import { type Problem, problemSchema } from '@partner-gateway/contract';
import document from '@partner-gateway/contract/openapi.json' with { type: 'json' };
import type { Answer } from './answer.ts';
import { routeOf } from './shapes.ts';

type Documented = {
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly content?: Readonly<
          Record<string, { readonly examples?: Readonly<Record<string, { readonly $ref?: string }>> }>
        >;
      }
    >
  >;
};

const paths = document.paths as unknown as Readonly<Record<string, Readonly<Record<string, Documented>>>>;
const examples: Readonly<Record<string, { readonly value: Problem }>> = Object.fromEntries(
  Object.entries(document.components.examples).map(([name, { value }]) => [
    name,
    { value: problemSchema.parse(value) },
  ]),
);

/** Members that an answer with the code has where there is something to say. */
const attimes: Readonly<Record<string, readonly string[]>> = {
  // Of JSON that cannot be read, no field is wrong.
  invalid_request: ['fields'],
  seats_unavailable: ['fields'],
  result_expired: ['booking_id'],
};

/** What every operation may answer with, whichever it was, so that none lists it. */
const anywhere = ['method_not_allowed', 'route_not_found'];

const exampleOf = (what: string, status: number, code: string): Problem | undefined => {
  const route = routeOf(what);
  if (route === undefined) return undefined;
  const path = route.path.replace(/:(\w+)/g, '{$1}');
  const { content } = paths[path]?.[route.method.toLowerCase()]?.responses[status] ?? {};
  const name = content?.['application/problem+json']?.examples?.[code]?.$ref?.split('/').at(-1);
  return examples[name ?? '']?.value;
};

/** Where an error is not as its example in the reference. */
export const exampleFaults = (what: string, { status, body }: Answer): readonly string[] => {
  const { success, data: problem } = problemSchema.safeParse(body);
  if (!success || routeOf(what) === undefined || anywhere.includes(problem.code)) return [];
  const { code } = problem;
  const example = exampleOf(what, status, code);
  if (example === undefined) return [`${what} answered ${code}, and the reference shows no example of it`];
  const often = (name: string): boolean => attimes[code]?.includes(name) !== true;
  const missing = Object.keys(example).filter((name) => !(name in problem) && often(name));
  const beyond = Object.keys(problem).filter((name) => !(name in example));
  const other = (['title', 'status', 'retryable', 'fault'] as const).filter(
    (name) => example[name] !== problem[name],
  );
  return [
    ...missing.map((name) => `${what} answered ${code} without ${name}, which its example has`),
    ...beyond.map((name) => `${what} answered ${code} with ${name}, which its example lacks`),
    ...other.map((name) => `${what} answered ${code} with another ${name} than its example`),
  ];
};
