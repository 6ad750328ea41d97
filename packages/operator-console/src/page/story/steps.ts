/** Steps of a story as the timeline draws them: what they were, how they ended, how long they took. */
import type { TimelineEntry } from '@partner-gateway/contract';
import type { Tone } from '../parts/verdict.tsx';
import { plain } from '../parts/wording.ts';

/** A step as it is drawn. */
export type DrawnStep = {
  readonly at: string;
  readonly title: string;
  readonly tone: Tone;
  /** The tone in a word, for whoever sees no colour. */
  readonly ended: string;
  /** Undefined where nobody waited. */
  readonly latencyMs: number | undefined;
  readonly details: readonly (readonly [name: string, value: string])[];
};

type Detail = TimelineEntry['detail'];

const titles: Readonly<Record<string, string>> = {
  request: 'Partner asks',
  cart: 'Cart',
  guard: 'Write guard',
  upstream_call: 'Call of 12go',
  price: 'Price',
  seat_lock: 'Seats',
  credit: 'Credit line',
  webhook_in: 'Told by 12go',
  webhook_out: 'Partner told',
  event: 'Event',
  answer: 'Answer to the partner',
  linked: 'Linked',
};

const badWords: ReadonlySet<string> = new Set([
  'not_executed',
  'insufficient',
  'refused',
  'failed',
  'unavailable',
  'exhausted',
  'gone',
  'dead',
  'rejected',
]);
const openWords: ReadonlySet<string> = new Set(['unknown', 'pending']);

const toneOfStatus = (status: number): Tone => {
  if (status === 202 || status === 206) return 'open';
  return status < 400 ? 'good' : 'bad';
};

const toneOf = (step: string, { kind, code, status, state, outcome }: Detail): Tone => {
  const words = [state, outcome].map(String);
  if (words.some((word) => openWords.has(word))) return 'open';
  if (words.some((word) => badWords.has(word))) return 'bad';
  if (typeof status === 'number') return toneOfStatus(status);
  if (kind !== undefined || code !== undefined) return 'bad';
  return step === 'upstream_call' || outcome === 'executed' || state === 'done' ? 'good' : 'plain';
};

const ends: Readonly<Record<Tone, string>> = {
  good: 'went well',
  bad: 'failed',
  warn: 'look at it',
  open: 'not known yet',
  plain: 'noted',
};

/** What the title or the bar says already. */
const isTold = (name: string): boolean => name === 'operation' || name === 'latencyMs';

/** `correlationId` as it is read. */
const spaced = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Draws one. */
export const toDrawn = ({ at, step, detail }: TimelineEntry): DrawnStep => {
  const { operation, latencyMs } = detail;
  const tone = toneOf(step, detail);
  const title = titles[step] ?? plain(step);
  return {
    at,
    title: operation === undefined ? title : `${title}: ${plain(String(operation))}`,
    tone,
    ended: ends[tone],
    latencyMs: typeof latencyMs === 'number' ? latencyMs : undefined,
    details: Object.entries(detail)
      .filter(([name]) => !isTold(name))
      .map(([name, value]) => [spaced(name), String(value)]),
  };
};
