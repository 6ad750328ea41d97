/** Two answers to one request, field by field: what is alike, what is missing, what costs something else. */
import { isSameAmount } from './amounts.ts';
import { type Fields, type Leaf, normalise, type Rows } from './normalise.ts';

/** How answers differ. `moving` may differ from one second to the next, and proves nothing. */
export const differenceKinds = [
  'status',
  'unreadable',
  'missing',
  'extra',
  'price',
  'format',
  'absent',
  'added',
  'value',
  'moving',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** One difference; `row` says in which of many, such as the legs of an itinerary. */
export type Difference = {
  readonly kind: DifferenceKind;
  readonly path: string;
  readonly row: string;
  readonly old: Leaf;
  readonly new: Leaf;
};

/** An answer as it came. */
export type Answer = { readonly status: number; readonly text: string };

/** What a comparison found. */
export type Comparison = {
  /** Fields that both sides have to agree on, and on how many they do. */
  readonly fields: number;
  readonly alike: number;
  readonly rows: number;
  readonly differences: readonly Difference[];
};

/** Fields that move between two calls, and links that are signed anew for each. */
const moving = [
  /(?:^|\.)number_(?:of_)?available_seats$/,
  /(?:^|\.)updated_at$/,
  /^$/,
  /(?:^|\.)(?:voucher|ticket)_url$/,
];
const amount = /(?:^|\.)(?:amount|cost)$/;
const currency = /(?:^|\.)currency$/;

const isOk = (status: number): boolean => status >= 200 && status < 300;

const decimalsOf = (value: Leaf): number => String(value).split('.')[1]?.length ?? 0;

/** Partners read amounts as text of two decimals. */
const isSameForm = (one: Leaf, other: Leaf): boolean =>
  typeof one === typeof other && decimalsOf(one) === decimalsOf(other);

const kindOf = (path: string, one: Leaf, other: Leaf): DifferenceKind | undefined => {
  if (one === other) return undefined;
  if (moving.some((pattern) => pattern.test(path))) return 'moving';
  if (amount.test(path)) {
    if (!isSameAmount(String(one), String(other))) return 'price';
    return isSameForm(one, other) ? undefined : 'format';
  }
  return currency.test(path) ? 'price' : 'value';
};

/** A field that one side has not. Where money is gone it is its price that differs. */
const lacking = (path: string, kind: 'absent' | 'added'): DifferenceKind => {
  if (moving.some((pattern) => pattern.test(path))) return 'moving';
  return amount.test(path) ? 'price' : kind;
};

const compareFields = (row: string, old: Fields, fresh: Fields): Comparison => {
  const differences: Difference[] = [];
  let alike = 0;
  for (const [path, value] of old) {
    const other = fresh.get(path);
    const kind = other === undefined ? lacking(path, 'absent') : kindOf(path, value, other);
    if (kind === undefined) alike += 1;
    else differences.push({ kind, path, row, old: value, new: other ?? null });
  }
  for (const [path, value] of fresh) {
    if (!old.has(path)) differences.push({ kind: lacking(path, 'added'), path, row, old: null, new: value });
  }
  const fields = alike + differences.filter(({ kind }) => kind !== 'moving').length;
  return { fields, alike, rows: 1, differences };
};

const rowOnly = (kind: 'missing' | 'extra', row: string, fields: Fields): Comparison => ({
  fields: fields.size,
  alike: 0,
  rows: 1,
  differences: [{ kind, path: '', row, old: null, new: null }],
});

const sum = (parts: readonly Comparison[]): Comparison => ({
  fields: parts.reduce((total, { fields }) => total + fields, 0),
  alike: parts.reduce((total, { alike }) => total + alike, 0),
  rows: parts.length,
  differences: parts.flatMap(({ differences }) => differences),
});

const compareRows = (old: Rows, fresh: Rows): Comparison =>
  sum([
    ...[...old].map(([row, fields]) => {
      const other = fresh.get(row);
      return other === undefined ? rowOnly('missing', row, fields) : compareFields(row, fields, other);
    }),
    ...[...fresh].flatMap(([row, fields]) => (old.has(row) ? [] : [rowOnly('extra', row, fields)])),
  ]);

const whole = (kind: DifferenceKind, old: Leaf, fresh: Leaf): Comparison => ({
  fields: 1,
  alike: 0,
  rows: 0,
  differences: [{ kind, path: '', row: '', old, new: fresh }],
});

const read = (text: string): { readonly body: unknown } | undefined => {
  try {
    return { body: text === '' ? null : JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/**
 * Compares the old answer with the new one. Two refusals are alike when their status is: the texts were never promised.
 *
 * @example
 * ```ts
 * compareAnswers('search', { status: 200, text: old }, { status: 206, text: fresh }).differences;
 * ```
 */
export const compareAnswers = (endpoint: string, old: Answer, fresh: Answer): Comparison => {
  if (!isOk(old.status) || !isOk(fresh.status)) {
    const isSame = old.status === fresh.status;
    return isSame
      ? { fields: 1, alike: 1, rows: 0, differences: [] }
      : whole('status', old.status, fresh.status);
  }
  const [before, after] = [read(old.text), read(fresh.text)];
  if (before === undefined || after === undefined)
    return whole(
      'unreadable',
      before === undefined ? 'no JSON' : 'JSON',
      after === undefined ? 'no JSON' : 'JSON',
    );
  return compareRows(normalise(endpoint, before.body), normalise(endpoint, after.body));
};
