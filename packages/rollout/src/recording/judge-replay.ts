/** An answer of the gateway beside the one that was recorded for the same request. */
import { type ErrorCode, errorTable, quoteSchema } from '@partner-gateway/contract';
import { z } from 'zod';
import { isSameAmount } from '../comparison/amounts.ts';
import { type Comparison, compareAnswers, type Difference } from '../comparison/compare.ts';
import { markPattern } from './pseudonyms.ts';
import type { RecordedLine } from './recorded-line.ts';
import type { Planned } from './replay-plan.ts';

/** What came back: a status and JSON as it was read; no status where nothing came. */
export type Replayed = { readonly status: number | undefined; readonly body: unknown };

/** What it comes to; `refusal` is the code of a refusal of what the old system had granted. */
export type Judged = { readonly comparison: Comparison; readonly refusal: string | undefined };

const record = z.record(z.string(), z.unknown());

/** New for each answer, on both sides. */
const ownOfEach = new Set(['booking_token', 'refund_option', 'expires_at']);
const pseudonym = '~';

/** Both bodies with one word where the old one has a pseudonym, or each has its own token. */
const aligned = (old: unknown, fresh: unknown, name = ''): readonly [unknown, unknown] => {
  const isHidden = ownOfEach.has(name) || (typeof old === 'string' && markPattern.test(old));
  if (isHidden && typeof old === typeof fresh) return [pseudonym, pseudonym];
  if (Array.isArray(old) && Array.isArray(fresh)) {
    const pairs = old.map((item, index) => aligned(item, fresh[index]));
    return [
      pairs.map(([one]) => one),
      [...pairs.map(([, other]) => other), ...fresh.slice(old.length)].slice(0, fresh.length),
    ];
  }
  const [before, after] = [record.safeParse(old).data, record.safeParse(fresh).data];
  if (before === undefined || after === undefined) return [old, fresh];
  const pairs = Object.entries(before).map(([key, value]) => [key, aligned(value, after[key], key)] as const);
  const there = pairs.filter(([key]) => Object.hasOwn(after, key));
  return [
    Object.fromEntries(pairs.map(([key, [one]]) => [key, one])),
    { ...after, ...Object.fromEntries(there.map(([key, [, other]]) => [key, other])) },
  ];
};

const text = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

const one = (difference?: Difference): Comparison => ({
  fields: 1,
  alike: difference === undefined ? 1 : 0,
  rows: 0,
  differences: difference === undefined ? [] : [difference],
});

const isOk = (status: number): boolean => status < 400;

const codeOf = (body: unknown): string =>
  z.object({ code: z.string() }).safeParse(body).data?.code ?? 'unreadable';

const totalOf = (body: unknown): string | undefined =>
  z.object({ total_price: z.object({ amount: z.string() }) }).safeParse(body).data?.total_price.amount;

/** A create was granted or refused; a quote that names problems would have been refused with the first of them. */
const judgeQuote = ({ answer }: RecordedLine, fresh: Replayed): Judged => {
  const quote = quoteSchema.safeParse(fresh.body).data;
  if (quote === undefined) return judgeStatus(answer.status, fresh);
  const [problem] = quote.problems;
  if (isOk(answer.status) !== (problem === undefined)) {
    const status = problem === undefined ? 200 : errorTable[problem.code satisfies ErrorCode].status;
    const path = problem === undefined ? '' : `problems.${problem.code}`;
    const difference: Difference = { kind: 'status', path, row: '', old: answer.status, new: status };
    return { comparison: one(difference), refusal: isOk(answer.status) ? problem?.code : undefined };
  }
  const total = totalOf(answer.body);
  if (!isOk(answer.status) || total === undefined || isSameAmount(total, quote.total_price.amount))
    return { comparison: one(), refusal: undefined };
  const path = 'total_price.amount';
  return {
    comparison: one({ kind: 'price', path, row: '', old: total, new: quote.total_price.amount }),
    refusal: undefined,
  };
};

const judgeStatus = (old: number, { status = 0, body }: Replayed): Judged => ({
  comparison:
    isOk(old) === isOk(status) && status !== 0
      ? one()
      : one({ kind: 'status', path: '', row: '', old, new: status }),
  refusal: isOk(old) && !isOk(status) ? codeOf(body) : undefined,
});

/**
 * Judges an answer. Reads are compared field by field; of a confirmation the booking is, and of a cancellation, which cannot be asked
 * for again, only whether there is an answer.
 */
export const judgeReplayed = (line: RecordedLine, { kind }: Planned, fresh: Replayed): Judged => {
  const { status, body } = line.answer;
  if (fresh.status === undefined)
    return {
      comparison: one({ kind: 'status', path: '', row: '', old: status, new: 0 }),
      refusal: 'no_answer',
    };
  if (kind === 'quote') return judgeQuote(line, fresh);
  if (kind === 'preview')
    return {
      comparison: one(),
      refusal: fresh.status >= 500 || fresh.status === 404 ? codeOf(fresh.body) : undefined,
    };
  const [old, now] = aligned(body, fresh.body);
  const comparison = compareAnswers(
    line.endpoint,
    { status, text: text(old) },
    { status: fresh.status, text: text(now) },
  );
  return { comparison, refusal: isOk(status) && !isOk(fresh.status) ? codeOf(fresh.body) : undefined };
};
