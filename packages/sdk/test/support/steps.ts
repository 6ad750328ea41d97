/** The steps of a scripted server: answers of the contract, and the ways to break it. */
import { readFileSync } from 'node:fs';
import { type ErrorCode, errorTable } from '@partner-gateway/contract';
import type { Step } from './scripted-server.ts';

/** An example body of the contract. */
export const example = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../contract/examples/${name}.json`, import.meta.url), 'utf8'));

/** Answers with JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Step =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      .end(JSON.stringify(body));

/** Answers 202 with nothing but headers. */
export const accepted =
  (headers: Record<string, string>): Step =>
  (response) =>
    response.writeHead(202, headers).end();

/** Answers with a problem of the contract, and `x-correlation-id` as the gateway does. */
export const problem =
  (code: ErrorCode, members: Record<string, unknown> = {}, headers: Record<string, string> = {}): Step =>
  (response, { headers: sent }) => {
    const { status, title, retryable, fault } = errorTable[code];
    const correlationId = String(sent['x-correlation-id']);
    const body = {
      type: `https://gateway.example/problems/${code.replaceAll('_', '-')}`,
      title,
      status,
      detail: `${title}, this time.`,
      instance: `urn:correlation:${correlationId}`,
      code,
      correlation_id: correlationId,
      retryable,
      fault,
      ...members,
    };
    response
      .writeHead(status, {
        'content-type': 'application/problem+json',
        'x-correlation-id': correlationId,
        ...headers,
      })
      .end(JSON.stringify(body));
  };

/** Answers with a page, as a proxy does. */
export const page =
  (status: number, html: string): Step =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end(html);

/** Cuts the connection. */
export const reset: Step = (response) => {
  response.socket?.resetAndDestroy();
};

/** Never answers. */
export const silence: Step = () => {};

/** Sends the headers and half a body, and then nothing. */
export const stall: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"vehicles": [');
};
