/** An upstream that counts every execution per subject, and fails as it is told: the neighbour of the write guard. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LookUp, SendGate } from '../../src/request.ts';
import type { Definite } from '../../src/result.ts';

/** The write certainly never left: a refused connection. */
export class NotSent extends Error {
  override name = 'NotSent';
}

export type Behaviour =
  | 'book'
  | 'sold_out'
  | 'refuse_connection'
  /** Executes, then the answer is lost. */
  | 'book_and_reset'
  /** Is lost before it executes. */
  | 'reset'
  /** Executes and answers after `slowMs`. */
  | 'book_slowly'
  /** Never answers, never executes. */
  | 'hang';

export type UpstreamLedger = {
  send(subject: string, behaviour: Behaviour): (gate: SendGate) => Promise<Definite<string>>;
  lookUp(subject: string): () => Promise<LookUp<string>>;
  /** Executes now, as an upstream does that was only slow. */
  execute(subject: string): void;
  executions(subject: string): number;
  /** Sends that reached the upstream, executed or not. */
  calls(): number;
  /** What reads say from now on. */
  breakReads(how: 'unreadable' | 'unknowable' | undefined): void;
};

export const createUpstreamLedger = (slowMs: number): UpstreamLedger => {
  const executed = new Map<string, number>();
  let calls = 0;
  let broken: 'unreadable' | 'unknowable' | undefined;
  const execute = (subject: string) => executed.set(subject, (executed.get(subject) ?? 0) + 1);
  const booked = (subject: string) =>
    ({ outcome: 'executed', answer: `booked ${subject}`, reference: '42' }) as const;

  const behave = async (
    subject: string,
    behaviour: Behaviour,
    signal: AbortSignal,
  ): Promise<Definite<string>> => {
    calls += 1;
    switch (behaviour) {
      case 'book':
        execute(subject);
        return booked(subject);
      case 'sold_out':
        return { outcome: 'not_executed', answer: 'sold out' };
      case 'book_and_reset':
        execute(subject);
        throw new Error('connection reset');
      case 'reset':
        throw new Error('connection reset');
      case 'book_slowly':
        await sleep(slowMs);
        execute(subject);
        return booked(subject);
      case 'hang':
        await sleep(60_000, undefined, { signal });
        throw new Error('unreachable');
      case 'refuse_connection':
        throw new NotSent();
    }
  };

  return {
    send: (subject, behaviour) => (gate) => {
      if (behaviour === 'refuse_connection') throw new NotSent();
      gate.assertOpen();
      return behave(subject, behaviour, gate.signal);
    },
    lookUp: (subject) => () => {
      if (broken !== undefined) return Promise.resolve({ says: broken });
      return Promise.resolve(
        executed.has(subject)
          ? { says: 'executed', answer: `read ${subject}`, reference: '42' }
          : { says: 'not_executed', answer: `not executed ${subject}` },
      );
    },
    execute,
    executions: (subject) => executed.get(subject) ?? 0,
    calls: () => calls,
    breakReads: (how) => {
      broken = how;
    },
  };
};
