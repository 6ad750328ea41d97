/** What holds after every case, whatever was done: the promises of the plan, judged by the sandbox's ledger. */
import type { LedgerEntry } from '@partner-gateway/sandbox';
import type { Told } from './fault-world.ts';

/** As the plan numbers them. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I8' | 'I9' | 'I10' | 'I11' | 'sockets';

/** All that happened during a case. */
export type History = {
  readonly told: readonly Told[];
  /** Writes that 12go executed. */
  readonly ledger: readonly LedgerEntry[];
  /** Writes that reached 12go, executed or not. */
  readonly posts: Readonly<Record<'reserve' | 'confirm' | 'refund', number>>;
  readonly logLines: readonly string[];
  /** What no log may hold. */
  readonly secrets: readonly string[];
  readonly unhandled: readonly unknown[];
  /** Open files and sockets, before and after. */
  readonly files: readonly [number, number];
};

export type Broken = { readonly invariant: Invariant; readonly what: string };

/** Sockets that the pools of this process may keep in between. */
const pooledMax = 150;

const perCart = (ledger: readonly LedgerEntry[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { operation, cartId } of ledger)
    if (operation === 'reserve' && cartId !== null) counts.set(cartId, (counts.get(cartId) ?? 0) + 1);
  return counts;
};

const outcomeOf = ({ answer }: Told): unknown => answer.headers['x-outcome'];
const brief = ({ method, path, answer }: Told): string =>
  `${method} ${path.slice(0, 60)} ${answer.status} ${String(answer.headers['x-outcome'])} ${answer.text.slice(0, 120)}`;

/** Executed once at most. */
const doubles = ({ ledger }: History): readonly string[] =>
  [...perCart(ledger)]
    .filter(([, times]) => times > 1)
    .map(([cart, times]) => `${cart} reserved ${times} times`);

const isBooked = (one: Told): boolean => one.answer.status === 200 || outcomeOf(one) === 'executed';

/** Told that it was booked, and it was not. */
const emptyPromises = ({ told }: History): readonly string[] =>
  told.filter((one) => one.cart !== undefined && isBooked(one) && one.executions === 0).map(brief);

/** Told that it was not, while it was. */
const denials = ({ told }: History): readonly string[] =>
  told
    .filter((one) => one.cart !== undefined && outcomeOf(one) === 'not_executed' && one.executions > 0)
    .map(brief);

/** A refusal that stays, of a cart that was executed in the end. */
const lateDenials = ({ told, ledger }: History): readonly string[] => {
  const executed = perCart(ledger);
  return told
    .filter(
      ({ answer, cart }) =>
        cart !== undefined && answer.text.includes('"reserve_not_executed"') && executed.has(cart),
    )
    .map(brief);
};

/** Replays that differ from each other or from what was answered first. */
const unlikeReplays = ({ told }: History): readonly string[] => {
  const groups = Map.groupBy(
    told.filter(({ key, method }) => key !== undefined && method !== 'GET'),
    ({ clientId, key, path }) => `${clientId} ${key} ${path}`,
  );
  return [...groups.values()].flatMap((group) => {
    const replayed = group.filter(({ answer }) => answer.headers['idempotent-replayed'] === 'true');
    const known = new Set(group.filter((one) => !replayed.includes(one)).map(({ answer }) => answer.text));
    const texts = new Set(replayed.map(({ answer }) => answer.text));
    const stored = group.filter((one) => !replayed.includes(one) && one.answer.status === 200);
    const strange = stored.length > 0 && [...texts].some((text) => !known.has(text));
    return texts.size > 1 || strange ? replayed.map(brief) : [];
  });
};

const bookingIds = /"id":"(BK-[^"]+)"/g;

/** A booking id of one client in an answer to another. */
const strangersRead = ({ told }: History): readonly string[] => {
  const owners = new Map<string, string>();
  for (const { clientId, answer } of told)
    for (const [, id = ''] of answer.text.matchAll(bookingIds)) if (!owners.has(id)) owners.set(id, clientId);
  return told.flatMap((one) =>
    [...one.answer.text.matchAll(bookingIds)]
      .filter(([, id = '']) => owners.get(id) !== one.clientId)
      .map(() => brief(one)),
  );
};

/** Values that must not be in a text, and are. */
export const foundIn = (texts: readonly string[], values: readonly string[]): readonly string[] => {
  const all = texts.join('\n');
  return values.filter((value) => value !== '' && all.includes(value));
};

const excessPosts = ({ posts, told }: History): readonly string[] => {
  const asked = (end: RegExp) => told.filter(({ method, path }) => method !== 'GET' && end.test(path)).length;
  const attempts = {
    reserve: asked(/\/bookings$/),
    confirm: asked(/\/confirm$/),
    refund: asked(/\/cancel$/),
  };
  return (['reserve', 'confirm', 'refund'] as const)
    .filter((operation) => posts[operation] > attempts[operation])
    .map((operation) => `${posts[operation]} posts of ${operation} for ${attempts[operation]} requests`);
};

const checks: readonly (readonly [Invariant, (history: History) => readonly string[]])[] = [
  ['I1', doubles],
  ['I2', emptyPromises],
  ['I3', denials],
  ['I3', lateDenials],
  ['I4', unlikeReplays],
  ['I8', strangersRead],
  [
    'I9',
    ({ logLines, secrets }) => foundIn(logLines, secrets).map((value) => `${value.slice(0, 8)}… in the log`),
  ],
  ['I10', ({ unhandled }) => unhandled.map(String)],
  ['I11', excessPosts],
  [
    'sockets',
    ({ files: [before, after] }) => (after > before + pooledMax ? [`${before} files, then ${after}`] : []),
  ],
];

/** What was broken; nothing when all of them hold. */
export const brokenIn = (history: History): readonly Broken[] =>
  checks.flatMap(([invariant, check]) => check(history).map((what) => ({ invariant, what })));

/** A history in which nothing happened. */
export const emptyHistory: History = {
  told: [],
  ledger: [],
  posts: { reserve: 0, confirm: 0, refund: 0 },
  logLines: [],
  secrets: [],
  unhandled: [],
  files: [0, 0],
};
