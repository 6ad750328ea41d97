/** Requests as the web platform has them, taken to the fake and back. */
import { answer, type Incoming } from '../answer/answer.ts';
import type { Reply } from '../answer/reply.ts';
import { control, isControl } from '../control/control-api.ts';
import type { State } from '../state.ts';

/** The answer, whichever side of the fake is asked. */
export const replyTo = async (state: State, incoming: Incoming): Promise<Reply> =>
  isControl(incoming.url) ? control(state, incoming) : answer(state, incoming);

/** The text and the headers that go over the wire. */
export const toWire = ({ headers, body, html }: Reply): { headers: Record<string, string>; text: string } => {
  if (html !== undefined) return { headers: { 'content-type': 'text/html' }, text: html };
  if (body === undefined) return { headers: { ...headers }, text: '' };
  return {
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    text: JSON.stringify(body),
  };
};

/** A response, or undefined when the connection is to be cut. */
export const respond = async (
  state: State,
  request: Request,
  basePath: string,
): Promise<Response | undefined> => {
  const url = new URL(request.url);
  if (url.pathname.startsWith(`${basePath}/`)) url.pathname = url.pathname.slice(basePath.length);
  const { method, headers } = request;
  const reply = await replyTo(state, { method, url, headers, text: await request.text() });
  if (reply.isLost === true) return undefined;
  const { headers: given, text } = toWire(reply);
  return new Response(text === '' ? null : text, { status: reply.status, headers: given });
};
