/** Asks the ops API of the host that this page came from, under the operator's key. */
import type { Problem } from '@partner-gateway/contract';

/** What the API said instead of an answer, or why there was none. */
export class OpsRefusal extends Error {
  override readonly name = 'OpsRefusal';
  /** 0 where nothing answered. */
  readonly status: number;
  readonly code: string | undefined;
  readonly correlationId: string | undefined;

  constructor(status: number, message: string, told: { code?: string; correlationId?: string } = {}) {
    super(message);
    this.status = status;
    this.code = told.code;
    this.correlationId = told.correlationId;
  }
}

/** Whatever answers may be no gateway, so no member is sure to be there. */
type Told = Partial<Problem>;

const problemIn = (text: string): Told => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};

const mistakesIn = ({ fields = [] }: Told): string[] =>
  fields.map(({ field, message }) => `${field} ${message}.`);

const refusalOf = (status: number, text: string): OpsRefusal => {
  const problem = problemIn(text);
  const said = problem.detail ?? problem.title ?? `The gateway answered ${status}.`;
  const { code, correlation_id: correlationId } = problem;
  return new OpsRefusal(status, [said, ...mistakesIn(problem)].join(' '), {
    ...(code !== undefined && { code }),
    ...(correlationId !== undefined && { correlationId }),
  });
};

export type Query = Readonly<Record<string, string | number | undefined>>;

/** A question; with a body it is a POST. */
export type Question = {
  readonly query?: Query;
  readonly body?: object;
  readonly signal?: AbortSignal;
};

/** Asks, and gives the text of a good answer. @throws OpsRefusal */
export type AskText = (path: string, question?: Question) => Promise<string>;

const queryText = (query: Query = {}): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
};

/** Makes the asker of a key. What it is asked while the page goes away fails as aborted. */
export const createAsk =
  (key: string): AskText =>
  async (path, { query, body, signal } = {}) => {
    const response = await fetch(path + queryText(query), {
      headers: { 'x-ops-key': key, ...(body !== undefined && { 'content-type': 'application/json' }) },
      cache: 'no-store',
      redirect: 'error',
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    }).catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw new OpsRefusal(0, 'Nothing answers at this address. Is the port still forwarded?');
    });
    const text = await response.text();
    if (!response.ok) throw refusalOf(response.status, text);
    return text;
  };

/** What to tell of a failure. */
export const toRefusal = (error: unknown): OpsRefusal =>
  error instanceof OpsRefusal
    ? error
    : new OpsRefusal(0, error instanceof Error ? error.message : 'Something failed here.');
