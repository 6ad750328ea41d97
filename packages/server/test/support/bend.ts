/** Bends answers of the sandbox on their way to the gateway, the way a habit of PHP or MariaDB would. */
import { type Api, sendTo } from './api.ts';
import type { Recorder } from './recorder.ts';

/** A JSON object or list that a test reaches into. */
export type Json = Record<string, unknown>;

/** The value at a path such as `trips.0.segments`; keys with dots in them are not reached. */
export const valueAt = (body: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((node, key) => (node as Json)[key], body);

/** Replaces the value at a path; `undefined` takes it out. */
export const put = (body: unknown, path: string, value: unknown): void => {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.reduce<unknown>((node, key) => (node as Json)[key], body) as Json;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
};

/** A PHP list whose first item was filtered out. */
export const withHoles = (list: unknown): Json =>
  Object.fromEntries((list as unknown[]).map((item, index) => [String(index + 1), item]));

/** From now on, every answer to a path is changed before the gateway sees it. */
export const bendAnswers = (
  { twelveGo, api }: { twelveGo: Recorder; api: Api },
  path: RegExp,
  change: (body: Json) => void,
): void =>
  twelveGo.answer((method, url) => {
    if (method !== 'GET' || !path.test(url)) return undefined;
    return async (response) => {
      const { status, text } = await sendTo(api.sandboxUrl, method, url);
      const body = JSON.parse(text) as Json;
      change(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
  });
