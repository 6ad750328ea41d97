/** A server that answers every call of the README with the contract's own examples. */
import { type ScriptedServer, type Step, scriptedServer } from './scripted-server.ts';
import { accepted, example, json, problem } from './steps.ts';

const cancel: Step = (response, received) => {
  const name = received.body.includes('preview') ? 'refund-options' : 'cancelled-booking';
  json(200, example(name))(response, received);
};

const answers: readonly (readonly [RegExp, Step])[] = [
  [/^GET .*\/itineraries\//, json(200, example('checkout-response'))],
  [/^POST .*\/quote$/, json(200, { ...(example('quote') as object), problems: [] })],
  [/^POST .*\/bookings$/, accepted({ location: '/incomplete_results/k1.cmVzdWx0', 'retry-after': '0' })],
  [/^GET .*\/incomplete_results\//, json(200, example('booking-reserved'))],
  [/^POST .*\/confirm$/, json(200, example('booking-approved'))],
  [/^POST .*\/cancel$/, cancel],
];

/** The first search is not complete yet, the next ones are. */
const search = (): Step => {
  let searches = 0;
  return (response, received) => {
    searches += 1;
    json(searches === 1 ? 206 : 200, example('search-response'))(response, received);
  };
};

/** Starts it; `refusing` makes confirm fail with a price change. */
export const exampleGateway = ({ refusing }: { refusing: boolean }): Promise<ScriptedServer> => {
  const all = [[/^GET .*\/itineraries\?/, search()] as const, ...answers];
  return scriptedServer((response, received) => {
    const asked = `${received.method} ${received.url}`;
    const { price_changed } = example('problem-price-changed') as { price_changed: unknown };
    const changed = problem('price_changed', { price_changed, outcome: 'executed' });
    const found = all.find(([pattern]) => pattern.test(asked))?.[1] ?? problem('route_not_found');
    (refusing && asked.endsWith('/confirm') ? changed : found)(response, received);
  });
};
