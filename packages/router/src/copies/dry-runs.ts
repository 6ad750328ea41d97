/** Bookings that the old system is asked for, run dry at the gateway: what it would ask for, and whether it would book. */
import { randomBytes } from 'node:crypto';
import { errorCodes, errorTable } from '@partner-gateway/contract';
import type { Answer } from '@partner-gateway/rollout';
import type { Observe } from '../observe.ts';
import type { AskedBooking } from './original.ts';

/** What the gateway said, to be held against the old answer: both reduced to what both say. */
export type DryRun = (old: Answer) => readonly [Answer, Answer];

/** Runs one; undefined when it could not be run. */
export type DryRuns = { run(asked: AskedBooking): Promise<DryRun | undefined> };

/** Where the old system tells what its tokens hold, and the gateway's ops address and key. */
export type DryRunSettings = {
  readonly factsUrl: string;
  readonly opsUrl: string;
  readonly opsKey: string;
  readonly timeoutMs: number;
};

type Json = Readonly<Record<string, unknown>>;

const jsonOf = (text: string): Json => {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Json) : {};
};

/** A booking says more than a dry run can; the price is what both know. */
const priced = (status: number, { total_price: total }: Json): Answer => ({
  status,
  text: JSON.stringify({ total_price: total }),
});

const isTaken = (status: number): boolean => status >= 200 && status < 300;

/** A refusal as create would have answered it. */
const refused = (problems: unknown): Answer => {
  const [first] = Array.isArray(problems) ? problems : [];
  const code = errorCodes.find((known) => known === (first as Json | undefined)?.code);
  return { status: code === undefined ? 422 : errorTable[code].status, text: '' };
};

const get = async (url: string, init: RequestInit): Promise<Json> => {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const text = await response.text();
  if (!response.ok) throw new Error(`status ${response.status}`);
  return jsonOf(text);
};

/** Nobody compares digests here; they are only never the same twice. */
const digestKey = randomBytes(16).toString('hex');

/** Makes a runner; the gateway posts nothing for it. */
export const createDryRuns = (
  { factsUrl, opsUrl, opsKey, timeoutMs }: DryRunSettings,
  { metrics }: Pick<Observe, 'metrics'>,
): DryRuns => {
  const failed = (reason: string): undefined => {
    metrics.count('router.dry_run.failed', { reason });
    return undefined;
  };
  const factsOf = (token: string): Promise<Json> =>
    get(`${factsUrl}/${encodeURIComponent(token)}`, { signal: AbortSignal.timeout(timeoutMs) });
  const dryRun = (body: Json): Promise<Json> =>
    get(`${opsUrl}/ops/v1/dry-runs`, {
      method: 'POST',
      headers: { 'x-ops-key': opsKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  return {
    run: async ({ client, token, body }) => {
      if (token === undefined) return failed('no_token');
      const facts = await factsOf(token).catch(() => undefined);
      if (facts === undefined) return failed('no_facts');
      const asked = jsonOf(body.toString('utf8'));
      const said = await dryRun({
        client_id: client,
        cart: facts,
        booking_data: asked.booking_data,
        digest_key: digestKey,
        ...(asked.total_price !== undefined && { total_price: asked.total_price }),
      }).catch(() => undefined);
      if (said === undefined) return failed('no_dry_run');
      const fresh = said.verdict === 'would_book' ? priced(200, said) : refused(said.problems);
      return (old) => [isTaken(old.status) ? priced(200, jsonOf(old.text)) : old, fresh];
    },
  };
};
