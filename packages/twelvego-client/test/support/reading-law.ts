/** The law of reading: one bent member costs at most itself, or the one thing it decides about; never another's, never the whole. */
import { isDeepStrictEqual } from 'node:util';
import { absent, type Habit, habits, unmet } from './habits.ts';
import { type AnswerKind, readers, type WholeAnswer } from './whole-answers.ts';

export type Path = readonly (string | number)[];
/** A member and the habits that meet it. */
export type Bendable = { readonly path: Path; readonly habits: readonly Habit[] };

type Node = Record<string | number, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const membersOf = (node: unknown, path: Path = []): Path[] =>
  isNode(node)
    ? Object.entries(node).flatMap(([key, value]) => {
        const own = [...path, Array.isArray(node) ? Number(key) : key];
        return [own, ...membersOf(value, own)];
      })
    : [];

const at = (node: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (isNode(inner) ? inner[key] : undefined), node);

const nameAt = (path: Path): string => String(path.findLast((key) => typeof key === 'string'));

/** A copy with one value replaced, or taken out of its list or object. */
const put = (body: unknown, path: Path, value: unknown): unknown => {
  const copy = structuredClone(body);
  const holder = at(copy, path.slice(0, -1)) as Node;
  const key = path.at(-1) ?? '';
  if (value !== absent) holder[key] = value;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  return copy;
};

/** Every member of an answer that some habit meets. */
export const bendables = ({ body }: WholeAnswer): readonly Bendable[] =>
  membersOf(body)
    .map((path) => ({
      path,
      habits: habits.filter(({ bend }) => {
        const bent = bend(at(body, path), nameAt(path));
        // A list that is one item shorter is another list, and nothing is wrong with it.
        return bent !== unmet && !(bent === absent && typeof path.at(-1) === 'number');
      }),
    }))
    .filter((bendable) => bendable.habits.length > 0);

/** Where each answer keeps the things that a member may decide about; `*` is any key. The innermost one counts. */
const units: Readonly<Record<AnswerKind, readonly string[]>> = {
  search: ['trips *', 'trips * travel_options *', 'operators *', 'stations *', 'classes *'],
  trip: ['trips *', 'trips * travel_options *', 'operators *', 'stations *', 'classes *'],
  cart: ['cart *'],
  checkout: ['*', '* options *', '* options * values *', '* data seatmap seats *'],
  booking: [],
  refund: ['options *'],
};
/** What an answer is nothing without. */
const deciding: Readonly<Record<AnswerKind, readonly string[]>> = {
  search: ['trips'],
  trip: ['trips'],
  cart: ['cart'],
  checkout: [],
  booking: ['bid', 'status', 'from_id', 'to_id', 'dep_date_time', 'seats'],
  refund: ['options', 'available'],
};

const fits = (pattern: string, path: Path): boolean => {
  const parts = pattern.split(' ');
  return parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index]);
};
const prefixes = (path: Path): Path[] => path.map((_key, index) => path.slice(0, index + 1)).reverse();

const isWait = (body: unknown, path: Path): boolean =>
  path[2] === 'segments' && path.length > 3 && at(body, [...path.slice(0, 4), 'type']) === 'wait';

/** What a bent member may cost besides itself: the item of a list that it is, and what it decides about. */
const unitsOf = ({ kind, body }: WholeAnswer, path: Path): readonly Path[] => {
  const inner = prefixes(path).find((prefix) => units[kind].some((unit) => fits(unit, prefix)));
  return [
    ...(isWait(body, path) ? [path.slice(0, 4)] : []),
    ...(typeof path.at(-1) === 'number' && path.at(-2) !== 'segments' ? [path] : []),
    ...(inner === undefined ? [] : [inner]),
  ];
};

/** Where the reading keeps a member, so that it can be left out of a comparison. */
const memberPaths = ({ kind, body }: WholeAnswer, path: Path): readonly Path[] => {
  if (kind === 'booking' && path[0] === 'seller_price' && !['sysfee', 'partnerfee'].includes(String(path[1])))
    return [['seller_price'], ['netprice']];
  const price = prefixes(path).find(
    (prefix) => isNode(at(body, prefix)) && 'fxcode' in (at(body, prefix) as Node),
  );
  const whole = prefixes(path).find((prefix) =>
    ['recheck', 'layouts', 'booked'].includes(String(prefix.at(-1))),
  );
  const kept = withoutData(whole ?? (path[0] === 'seller_price' ? path : (price ?? path)));
  return [kind === 'checkout' ? ['fields', ...kept] : kept];
};

/** A priced choice keeps its price itself. */
const withoutData = (path: Path): Path => {
  const index = path.lastIndexOf('data');
  const isChoice = index > 0 && path.slice(1, index).includes('options');
  return isChoice ? [...path.slice(0, index), 'price'] : path;
};

/** Maps become objects, so that a path leads through them, and `17.50` is `17.5`; `dropped` only counts. */
const toPlain = (value: unknown): unknown => {
  if (typeof value === 'string' && /^\d+\.\d*0$/.test(value)) return value.replace(/\.?0+$/, '');
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, toPlain(item)]));
  if (value instanceof Set) return [...value];
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isNode(value)) return value;
  const { dropped: _dropped, ...rest } = value;
  return Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, toPlain(item)]));
};

const without = (reading: unknown, paths: readonly Path[]): unknown => {
  const copy = structuredClone(reading);
  for (const path of paths) {
    const holder = at(copy, path.slice(0, -1));
    if (isNode(holder)) delete holder[path.at(-1) ?? ''];
  }
  return copy;
};

/** What 12go's own free values and texts read as is theirs to say, however they are spelled. */
const isVerbatim = (path: Path): boolean =>
  ['value', 'layouts', 'official_id', 'chunk_key'].some((name) => path.includes(name)) &&
  !path.includes('price');

const wholes = new WeakMap<WholeAnswer, unknown>();
const readWhole = (answer: WholeAnswer): unknown => {
  const known = wholes.get(answer) ?? toPlain(readers[answer.kind](answer.body));
  wholes.set(answer, known);
  return known;
};

/** Why the law does not hold of one bent member, or undefined. */
export const brokenLaw = (answer: WholeAnswer, path: Path, { bend, costs }: Habit): string | undefined => {
  const read = (body: unknown): unknown => toPlain(readers[answer.kind](body));
  const bent = read(put(answer.body, path, bend(at(answer.body, path), nameAt(path))));
  const whole = readWhole(answer);
  if (costs === 'nothing' && !isVerbatim(path))
    return isDeepStrictEqual(bent, whole) ? undefined : 'another spelling reads as another value';
  if (bent === undefined)
    return costs === 'value' && deciding[answer.kind].includes(String(path[0]))
      ? undefined
      : 'the answer is lost';
  const member = memberPaths(answer, path);
  if (isDeepStrictEqual(without(bent, member), without(whole, member))) return undefined;
  const isUnitLost = unitsOf(answer, path).some((unit) =>
    isDeepStrictEqual(bent, read(put(answer.body, unit, absent))),
  );
  if (costs === 'value' && isUnitLost) return undefined;
  return 'more is lost than the member, or the one thing it decides about';
};
