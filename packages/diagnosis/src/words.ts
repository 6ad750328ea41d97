/** Evidence in sentences: what was seen, when, and by whom. */
import { type ErrorCode, errorTable } from '@partner-gateway/contract';
import type { Attempt } from './attempt.ts';
import type { Detail, Evidence, FailedRequest } from './evidence.ts';

export const isCode = (text: unknown): text is ErrorCode =>
  typeof text === 'string' && Object.hasOwn(errorTable, text);

/** `12go (booking): server, HTTP 503, after 812 ms, tried again once after server:503.` */
export const callSentence = (call: Detail): string => {
  const { operation, kind, status, latencyMs, outcome, retries, retriedAfter } = call;
  const said = [
    kind ?? outcome ?? 'answered',
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(latencyMs === undefined ? [] : [`after ${latencyMs} ms`]),
    ...(retries === undefined
      ? []
      : [`tried again ${retries === 1 ? 'once' : `${retries} times`} after ${retriedAfter}`]),
  ];
  return `12go (${operation}): ${said.join(', ')}.`;
};

const creditSentence = ({ state, reason, latencyMs, amount, currency }: Detail): string => {
  const about = amount === undefined ? '' : ` for ${amount} ${currency}`;
  const how =
    reason === undefined ? '' : ` (${reason}${latencyMs === undefined ? '' : `, after ${latencyMs} ms`})`;
  return `Credit line: ${state}${about}${how}.`;
};

/** What an attempt's story holds that speaks for its cause. */
export const attemptSentences = (attempt: Attempt): string[] => {
  const { write, at, failure, sent, credit, cartAgeSeconds, learned, answer } = attempt;
  const call = failure ?? sent;
  return [
    `The last ${write} began at ${at}.`,
    ...(write === 'reserve' && cartAgeSeconds !== undefined
      ? [`The cart was ${cartAgeSeconds} s old by then.`]
      : []),
    ...(credit === undefined || credit.state === 'not_checked' || credit.state === 'let_go'
      ? []
      : [creditSentence(credit)]),
    ...(call === undefined ? [] : [callSentence(call)]),
    ...(answer?.reason === undefined || call !== undefined ? [] : [`Why: ${answer.reason}.`]),
    ...(answer?.fields === undefined ? [] : [`Fields: ${String(answer.fields).replaceAll(':', ', ')}.`]),
    ...(learned === undefined ? [] : [`Learned later: ${learned.outcome} (${learned.state}).`]),
  ];
};

/** What the partner was told, as it saw it. */
export const seenOf = ({ answer, at }: Attempt): string | null => {
  if (answer === undefined) return `no answer to the request of ${at}`;
  const { status, code, outcome } = answer;
  if (status === 202) return '202, a result to poll, outcome unknown';
  return [
    status,
    ...(code === undefined ? [] : [`\`${code}\``]),
    ...(outcome === undefined ? [] : [`outcome ${outcome}`]),
  ].join(', ');
};

/** In the place of a status where nobody waited for the answer. */
export const leftStatus = 499;

export const requestSeen = ({ status, code, latency_ms: latencyMs }: FailedRequest): string =>
  status === leftStatus
    ? `no answer: it left after ${latencyMs} ms`
    : [status, ...(code === null ? [] : [`\`${code}\``]), `after ${latencyMs} ms`].join(', ');

/** What is not in order around, as far as it is told. */
export const checkSentences = ({ checks }: Pick<Evidence, 'checks'>): string[] =>
  checks
    .filter(({ status }) => status !== 'ok')
    .map(
      ({ name, status, detail }) => `Now ${name} is ${status}${detail === undefined ? '' : `: ${detail}`}.`,
    );

/** What would be needed to say more. */
export const missingOf = ({ timeline, guard, reading, request }: Evidence): string[] => [
  ...(timeline === null
    ? ['The journal is out of reach, so that a write that was refused or is open is not seen here.']
    : []),
  ...(timeline?.length === 0 && request === undefined
    ? ['There is no story: it is older than seven days, was lost with the journal, or happened elsewhere.']
    : []),
  ...(guard === null
    ? ['The memory of booking writes is out of reach, so whether a write is open is not seen.']
    : []),
  ...(typeof reading === 'object'
    ? [`12go could not be read (${reading.failed}), so the state is not known.`]
    : []),
];
