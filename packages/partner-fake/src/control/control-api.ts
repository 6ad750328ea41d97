/** The control API of a fake that is reached over HTTP: scenarios, the clock, a reset, and what it remembers. */

import type { Incoming } from '../answer/answer.ts';
import { readBody } from '../answer/body.ts';
import { isRecord } from '../answer/json.ts';
import { ok, type Reply } from '../answer/reply.ts';
import { tellChanges } from '../events/tell-changes.ts';
import { Refusal } from '../refusal.ts';
import type { ActiveScenario } from '../scenarios/scenario.ts';
import type { State } from '../state.ts';
import { files, type MasterData } from '../world/master-data.ts';
import { describe } from './described-state.ts';

const prefix = '/_fake/';

/** Whether a path is none of the API's. */
export const isControl = ({ pathname }: URL): boolean => pathname.startsWith(prefix);

const told = (status: number, message: string): Reply => ({ status, body: { error: message } });

const setScenario = (state: State, body: unknown): Reply => {
  // Whatever came is judged there.
  state.scenarios.set(body as ActiveScenario);
  return ok({ scenarios: state.scenarios.active() });
};

const moveClock = (state: State, body: unknown): Reply => {
  const ms = isRecord(body) ? body.advance_ms : undefined;
  if (typeof ms !== 'number') return told(400, 'send advance_ms, a whole number of milliseconds');
  state.clock.advance(ms);
  tellChanges(state);
  return ok({ now: new Date(state.clock.now()).toISOString() });
};

const file = (name: string): Reply => {
  const kinds = Object.keys(files) as readonly MasterData[];
  const kind = kinds.find((one) => name.startsWith(`${one}-`));
  return kind === undefined ? told(404, 'there is no such file') : ok(files[kind]());
};

type Control = (state: State, body: unknown) => Reply;

const controls: Readonly<Record<string, Control>> = {
  'POST scenarios': setScenario,
  'DELETE scenarios': (state) => {
    state.scenarios.clear();
    return ok({ scenarios: [] });
  },
  'POST clock': moveClock,
  'POST reset': (state) => {
    state.reset();
    return ok(describe(state));
  },
  'GET state': (state) => ok(describe(state)),
};

/** Answers a request to the control API; 400 says what is wrong with it. */
export const control = (state: State, { method, url, text }: Incoming): Reply => {
  const path = url.pathname.slice(prefix.length);
  if (method === 'GET' && path.startsWith('files/')) return file(path.slice('files/'.length));
  const found = controls[`${method} ${path}`];
  if (found === undefined) return told(404, `known are ${Object.keys(controls).join(', ')}`);
  try {
    // What curl calls a body is no concern here.
    return found(state, readBody(text, null));
  } catch (error) {
    if (error instanceof Refusal) return told(400, error.details.detail ?? error.code);
    if (error instanceof TypeError || error instanceof RangeError) return told(400, error.message);
    throw error;
  }
};
