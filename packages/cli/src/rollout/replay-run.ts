/** A recorded day sent again, paced as it came and a few at a time, and what came of it. */
import {
  createTallies,
  type Judged,
  judgeReplayed,
  matchOf,
  type Planned,
  planReplay,
  type RecordedLine,
  type Replayed,
  type Report,
  readRecordedLine,
} from '@partner-gateway/rollout';
import type { NumberedLine } from './recording-file.ts';
import { createReplayedTokens } from './replayed-tokens.ts';
import { noneUnreadable, type UnreadableLines, withUnreadable } from './unreadable-lines.ts';

/** Sends one request as a client of the recording; never rejects, and has no status where nothing came. */
export type SendAgain = (
  line: RecordedLine,
  request: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: object },
) => Promise<Replayed>;

/** How a replay goes. */
export type ReplayPlan = {
  readonly send: SendAgain;
  readonly isWanted: (line: RecordedLine) => boolean;
  /** Whether there is a key of this client. */
  readonly isKnown: (client: string) => boolean;
  readonly opensCarts: boolean;
  /** Times as fast as it came; 0 for as fast as it goes. */
  readonly speed: number;
  readonly concurrencyMax: number;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told of each answer. */
  readonly onJudged?: (line: RecordedLine, judged: Judged) => void;
};

/** A refusal of what the old system had granted. */
export type Refusal = { readonly endpoint: string; readonly code: string; readonly count: number };

/** What came of it. */
export type ReplayOutcome = {
  readonly lines: number;
  readonly sent: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly unreadable: UnreadableLines;
  readonly refusals: readonly Refusal[];
  readonly report: Report;
};

const plus = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);

const refusalsOf = (counts: ReadonlyMap<string, number>): Refusal[] =>
  [...counts].map(([name, count]) => {
    const [endpoint = '', code = ''] = name.split(' ');
    return { endpoint, code, count };
  });

type Sent = { readonly replayed: Replayed; readonly ms: number };

const isFailure = (status: number | undefined): boolean => status === undefined || status >= 500;

/** Keeps count of everything; all in one minute, for a replay is one thing however long it takes. */
const createCounts = (onJudged: ReplayPlan['onJudged']) => {
  const tallies = createTallies(() => 0);
  const [skipped, refusals] = [new Map<string, number>(), new Map<string, number>()];
  const done = { lines: 0, sent: 0, unreadable: noneUnreadable };
  return {
    done,
    skip: (why: string): void => plus(skipped, why),
    answered: (line: RecordedLine, planned: Planned, { replayed, ms }: Sent): void => {
      const { status, ms: oldMs } = line.answer;
      const judged = judgeReplayed(line, planned, replayed);
      const { comparison, refusal } = judged;
      onJudged?.(line, judged);
      done.sent += 1;
      tallies.answered(line, 'legacy', { ms: oldMs, isError: status >= 500 });
      tallies.answered(line, 'gateway', { ms, isError: isFailure(replayed.status) });
      tallies.compared(matchOf(line, comparison));
      if (refusal !== undefined) plus(refusals, `${line.endpoint} ${refusal}`);
    },
    outcome: (): ReplayOutcome => ({
      ...done,
      skipped: Object.fromEntries(skipped),
      refusals: refusalsOf(refusals),
      report: tallies.report(1),
    }),
  };
};

/** Waits for the moment at which a line came, counted from the first one. */
const createPace = ({ speed, nowMs, sleep }: ReplayPlan) => {
  let began: { readonly atMs: number; readonly startMs: number } | undefined;
  return async ({ at }: RecordedLine): Promise<void> => {
    if (speed === 0) return;
    const atMs = Date.parse(at);
    began ??= { atMs, startMs: nowMs() };
    const waitMs = began.startMs + (atMs - began.atMs) / speed - nowMs();
    if (waitMs > 0) await sleep(waitMs);
  };
};

/** Room for so many at once. */
const createRoom = (most: number) => {
  const inside = new Set<Promise<void>>();
  return {
    enter: async (work: () => Promise<void>): Promise<void> => {
      while (inside.size >= most) await Promise.race(inside);
      const going = work().finally(() => inside.delete(going));
      inside.add(going);
      // Whoever waits next is told; the others may fail unheard.
      going.catch(() => undefined);
    },
    left: () => Promise.all(inside),
  };
};

/**
 * Replays a recording.
 *
 * @throws CommandFailure when the recording cannot be read, or at Ctrl-C
 */
export const replay = async (
  lines: AsyncIterable<NumberedLine>,
  plan: ReplayPlan,
): Promise<ReplayOutcome> => {
  const { send, isWanted, isKnown, opensCarts, nowMs } = plan;
  const counts = createCounts(plan.onJudged);
  const [pace, room, tokens] = [createPace(plan), createRoom(plan.concurrencyMax), createReplayedTokens()];
  const ask = async (line: RecordedLine, request: Parameters<SendAgain>[1]): Promise<Sent> => {
    const startMs = nowMs();
    const replayed = await send(line, request);
    return { replayed, ms: nowMs() - startMs };
  };
  const serve = async (line: RecordedLine, planned: Planned): Promise<void> => {
    if (planned.kind === 'skip') return counts.skip(planned.because);
    const { path } = planned;
    if (planned.kind !== 'quote') {
      const preview = planned.kind === 'preview' && { body: { preview: true } };
      const asked = ask(line, { method: preview === false ? 'GET' : 'POST', path, ...preview });
      if (planned.kind === 'open') tokens.opening(line.answer.body, asked);
      return counts.answered(line, planned, await asked);
    }
    const booking_token = await tokens.of(planned.token);
    if (booking_token === undefined) return counts.skip('no_cart_was_opened');
    const body = { ...planned.body, booking_token };
    counts.answered(line, planned, await ask(line, { method: 'POST', path, body }));
  };
  for await (const { number, text } of lines) {
    const line = readRecordedLine(text);
    counts.done.lines += 1;
    if (line === undefined) counts.done.unreadable = withUnreadable(counts.done.unreadable, number);
    else if (!isWanted(line)) counts.skip('not_chosen');
    else if (!isKnown(line.client)) counts.skip('no_key');
    else {
      await pace(line);
      await room.enter(() => serve(line, planReplay(line, opensCarts)));
    }
  }
  await room.left();
  return counts.outcome();
};
