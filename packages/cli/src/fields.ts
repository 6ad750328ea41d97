/** `--fields`: the members of a document that somebody wants, chosen by their paths. Pure. */
import { CommandFailure } from './failure.ts';

/** The members on the way, outermost first; `[]` stands for each item of a list. */
export type Path = readonly string[];

const shape = /^[^.[\],]+(?:\[\])*(?:\.[^.[\],]+(?:\[\])*)*$/;

/**
 * The paths in a text such as `resolved.client_id,timeline[].step`; undefined when it is not made of paths.
 *
 * @example
 * pathsOf('a,b[].c'); // [['a'], ['b', '[]', 'c']]
 */
export const pathsOf = (text: string): readonly Path[] | undefined => {
  const paths = text.split(',').map((path) => path.trim());
  return paths.every((path) => shape.test(path))
    ? paths.map((path) => path.match(/[^.[\]]+|\[\]/g) ?? [])
    : undefined;
};

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rest of each path by its first step; a path that ends here has none. */
const byStep = (paths: readonly Path[]): ReadonlyMap<string, readonly Path[]> => {
  const steps = new Set(paths.flatMap((path) => path.slice(0, 1)));
  return new Map([...steps].map((step) => [step, paths.filter((path) => path[0] === step)]));
};

const rests = (paths: readonly Path[]): Path[] => paths.map((path) => path.slice(1));

const wrong = (message: string): CommandFailure =>
  new CommandFailure('usage', `--fields: ${message}`, {
    hint: 'The gateway has answered; only the choice of its members failed.',
  });

const named = (at: string): string => (at === '' ? 'the document' : at);

/** Values that stand side by side in a list may differ in their members; a path is wrong when none of them has it. */
const assertThere = (values: readonly unknown[], paths: readonly Path[], at: string): void => {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return;
  for (const [step, group] of byStep(paths)) {
    if (step === '[]') assertItems(known, group, at);
    else assertMember(known, group, at);
  }
};

const assertItems = (values: readonly unknown[], paths: readonly Path[], at: string): void => {
  const lists = values.filter((value) => Array.isArray(value));
  if (lists.length === 0) throw wrong(`${named(at)} is not a list, so there is no ${at}[]`);
  assertThere(lists.flat(), rests(paths), `${at}[]`);
};

const assertMember = (values: readonly unknown[], paths: readonly Path[], at: string): void => {
  const step = paths[0]?.[0] ?? '';
  const objects = values.filter(isObject);
  if (objects.length === 0) {
    if (values.some((value) => Array.isArray(value)))
      throw wrong(`${at} is a list: write ${at}[].${step} for the ${step} of each item`);
    throw wrong(`${at} is a plain value and has no ${step}`);
  }
  const there = objects.filter((object) => Object.hasOwn(object, step));
  if (there.length === 0) {
    const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
    throw wrong(`${named(at)} has no ${step}; there are: ${names.join(', ') || 'no members'}`);
  }
  assertThere(
    there.map((object) => object[step]),
    rests(paths),
    at === '' ? step : `${at}.${step}`,
  );
};

/** The same of one line of many, which differ in their members: what this one lacks is left out. */
export const picked = (value: unknown, paths: readonly Path[]): unknown => {
  if (paths.some((path) => path.length === 0)) return value;
  const steps = byStep(paths);
  if (Array.isArray(value)) return value.map((item) => picked(item, rests(steps.get('[]') ?? [])));
  if (!isObject(value)) return null;
  return Object.fromEntries(
    [...steps]
      .filter(([step]) => Object.hasOwn(value, step))
      .map(([step, group]) => [step, picked(value[step], rests(group))]),
  );
};

const valuesAt = (values: readonly unknown[], [step, ...rest]: Path): readonly unknown[] => {
  if (step === undefined) return values;
  const next = values.flatMap((value) => {
    if (value === null) return [null];
    if (step === '[]') return Array.isArray(value) ? value : [];
    return isObject(value) && Object.hasOwn(value, step) ? [value[step]] : [];
  });
  return valuesAt(next, rest);
};

/**
 * The document with the members at these paths only.
 *
 * @throws CommandFailure `usage` for a path that leads nowhere, naming the members where it ends; what is null may have any
 */
export const choose = (document: unknown, paths: readonly Path[]): unknown => {
  assertThere([document], paths, '');
  return picked(document, paths);
};

/** What a single path leads to when that is no object or list, one value each; undefined when it is more than that. */
export const plainValues = (document: unknown, paths: readonly Path[]): readonly string[] | undefined => {
  const [path] = paths;
  if (path === undefined || paths.length > 1) return undefined;
  const values = valuesAt([document], path);
  return values.some((value) => typeof value === 'object' && value !== null) ? undefined : values.map(String);
};
