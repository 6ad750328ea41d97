/** Plays what was set to go wrong in a request: before it is carried out, or after. */
import type { Call } from '../answer/call.ts';
import type { Reply } from '../answer/reply.ts';
import { tellChanges } from '../events/tell-changes.ts';
import type { State } from '../state.ts';
import { injectedError } from './injected-error.ts';

const delayMsDefault = 3_000;

const proxyPage =
  '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>';

/** `/ready` says in its own words that the gateway is not. */
const isToldByFlow = ({ operation, staged }: Call): boolean =>
  operation === 'ready' && staged?.scenario === 'error' && staged.code === 'not_ready';

/** A page instead of everything else; undefined when the request goes on. Throws the error that was set. */
export const before = async (state: State, call: Call): Promise<Reply | undefined> => {
  const { staged } = call;
  if (staged?.scenario === 'error' && !isToldByFlow(call)) throw injectedError(state, staged, call);
  if (staged?.scenario === 'html_502') return { status: 502, html: proxyPage };
  if (staged?.scenario === 'slow') await state.sleep(staged.delayMs ?? delayMsDefault);
  return undefined;
};

/** What the caller sees of an answer, and what else happens because of it. */
export const after = (state: State, { staged }: Call, reply: Reply): Reply => {
  if (staged?.scenario === 'lost_answer') return { ...reply, isLost: true };
  if (staged?.scenario === 'webhook_storm') {
    tellChanges(state);
    const newestFirst = state.feed.all().toReversed();
    const twice = newestFirst.flatMap((event) => [event, event]);
    state.webhooks.post(staged, twice, state.clock.now());
  }
  return reply;
};
