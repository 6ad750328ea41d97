/** What every error answer has to be: problem details that agree with the error table, the headers and each other. */
import {
  type ErrorCode,
  errorTable,
  type Outcome,
  type Problem,
  problemPath,
  problemSchema,
} from '@partner-gateway/contract';
import { expect } from 'vitest';
import type { Answer } from './api.ts';

/**
 * Asserts an error answer and returns its body.
 *
 * @param outcome for create, confirm and cancel, and for polls that ask about them; other answers must not say one.
 */
export const expectProblem = (answer: Answer, code: ErrorCode, outcome?: Outcome): Problem => {
  const problem = expectStoredProblem(answer, code, outcome);
  expect(answer.headers['x-correlation-id']).toBe(problem.correlation_id);
  return problem;
};

/** As {@link expectProblem}, for an answer that was kept: its bytes name the request that it was made for. */
export const expectStoredProblem = (answer: Answer, code: ErrorCode, outcome?: Outcome): Problem => {
  expect(answer.text, 'the code').toContain(`"code":"${code}"`);
  const problem = problemSchema.strict().parse(JSON.parse(answer.text));
  const { status, title, retryable, fault } = errorTable[code];
  expect(problem).toMatchObject({ code, status, title, retryable, fault });
  expect(problem.type).toMatch(new RegExp(`^https?://[^/]+${problemPath(code)}$`));
  expect(problem.instance).toBe(`urn:correlation:${problem.correlation_id}`);
  expect(problem.outcome).toBe(outcome);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(answer.headers['x-outcome']).toBe(outcome);
  return problem;
};

/** The failing fields of a problem, without their messages. */
export const fieldsOf = (problem: Problem): readonly string[] =>
  (problem.fields ?? []).map(({ field }) => field);
