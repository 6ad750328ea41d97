/** The control endpoints under `/_sandbox/`: clock, ledger, call counts, scenarios and reset over HTTP. */
import { HttpResponse, http, type RequestHandler } from 'msw';
import { type Operation, policies } from '../operations.ts';
import { type ActiveScenario, scenarios } from './scenarios.ts';
import type { SandboxState } from './state.ts';

type ClockMove = { readonly advanceMs?: number; readonly set?: number | string };

/** Lets time pass and news go out. */
export async function settle(state: SandboxState): Promise<void> {
  state.ledger.settle();
  await state.webhooks.flush();
}

const done = () => HttpResponse.json({ ok: true });
const invalid = (reason: string) => HttpResponse.json({ ok: false, reason }, { status: 400 });

export function controlHandlers(state: SandboxState): readonly RequestHandler[] {
  const at = (path: string) => `${state.options.baseUrl}/_sandbox/${path}`;
  return [
    http.get(at('ledger'), () => HttpResponse.json(state.ledger.entries)),
    http.get(at('calls'), () => HttpResponse.json(Object.fromEntries(state.calls))),
    http.get(at('clock'), () => HttpResponse.json({ now: new Date(state.clock.now()).toISOString() })),
    http.post(at('clock'), async ({ request }) => {
      const move = (await request.json()) as ClockMove;
      if (typeof move.advanceMs === 'number') state.clock.advance(move.advanceMs);
      else if (move.set !== undefined && !Number.isNaN(new Date(move.set).getTime()))
        state.clock.set(move.set);
      else return invalid('send advanceMs or set');
      await settle(state);
      return HttpResponse.json({ now: new Date(state.clock.now()).toISOString() });
    }),
    http.get(at('scenarios'), () => HttpResponse.json(scenarios)),
    http.post(at('scenarios'), async ({ request }) => {
      const wanted = (await request.json()) as ActiveScenario;
      if (!Object.hasOwn(scenarios, wanted.scenario)) return invalid('no such scenario');
      if (!Object.hasOwn(policies, wanted.operation as Operation)) return invalid('no such operation');
      state.scenarios.set(wanted);
      return done();
    }),
    http.delete(at('scenarios'), () => {
      state.scenarios.clear();
      return done();
    }),
    http.post(at('reset'), () => {
      state.reset();
      return done();
    }),
  ];
}
