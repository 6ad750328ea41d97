/** What a search costs: the handler in process against its floor, and the server against its peers. */
import { byThroughput, type Contest, contest, perCore, perSecond, type Runs, runOf } from '../contest.ts';
import { exponent, type Figure, show } from '../figures.ts';
import type { Server } from '../measure.ts';
import { say } from '../options.ts';
import { gatewaySearch, repeatingDate, type Size, searchPath, upstreamSearch } from '../plan.ts';
import type { Stage } from '../stage.ts';
import { gatewayMix, upstreamMix } from '../workload.ts';
import { againstGo } from './against-go.ts';
import { type HandlerLook, handlerFigures, lookAtHandler } from './handler-figures.ts';
import { assertSameAnswers } from './same-answers.ts';

export type Contestants = {
  readonly gateway: Server;
  readonly proxy: Server;
  readonly express: Server;
  /** Undefined where there is no Go. */
  readonly go: Server | undefined;
  /** The least that Node can do. */
  readonly node: Server;
};

const mix = 'mix of 10, 140 and 1000 trips';

type Titled = { readonly title: string; readonly runs: Runs };

const proxyFigure = ({ title, runs }: Titled, aim: Figure['aim']): Figure => ({
  id: 'P2',
  name: `Search ÷ reverse proxy, ${title}`,
  value: perCore(runs, 'gateway', 'proxy'),
  aim,
  raw: `${perSecond(runs)}; ${byThroughput(runs, 'gateway', 'proxy')}`,
});

const expressFigure = ({ title, runs }: Titled, aim: Figure['aim']): Figure => ({
  id: 'P3',
  name: `Search ÷ Express, axios and zod, ${title}`,
  value: perCore(runs, 'gateway', 'express'),
  aim,
  raw: byThroughput(runs, 'gateway', 'express'),
});

const goFigure = ({ title, runs }: Titled, aim: Figure['aim']): Figure => ({
  id: 'P3g',
  name: `Search ÷ Go, ${title}`,
  ...againstGo(runs),
  aim,
});

/** What nobody who does this work on Node could be below. */
const leastFigure = ({ title, runs }: Titled): Figure => ({
  id: 'P3n',
  name: `Search ÷ the least that Node can do, ${title}`,
  value: perCore(runs, 'gateway', 'node'),
  aim: undefined,
  raw: `gateway ${show(runOf(runs, 'gateway').cpuMsPerRequest)} ms CPU; node ${show(runOf(runs, 'node').cpuMsPerRequest)} ms CPU`,
});

const leastExponent = (runs: Runs): number =>
  exponent(
    { size: 140, cost: runOf(runs, 'nodeMiddle').cpuMsPerRequest },
    { size: 1000, cost: runOf(runs, 'node').cpuMsPerRequest },
  );

const growthFigure = (large: Runs): Figure => {
  const middleMs = runOf(large, 'middle').cpuMsPerRequest;
  const largeMs = runOf(large, 'gateway').cpuMsPerRequest;
  return {
    id: 'P7',
    name: 'Exponent of CPU over trips, 140 to 1000',
    value: exponent({ size: 140, cost: middleMs }, { size: 1000, cost: largeMs }),
    aim: { at_most: 1.05 },
    raw: `${show(middleMs)} and ${show(largeMs)} ms; the least of Node ${show(leastExponent(large))}`,
  };
};

/** P1, P2, P3, P3g, P7 and P13. @throws Error when a peer does not answer what the gateway answers. */
export const measureSearch = async (stage: Stage, contestants: Contestants): Promise<Figure[]> => {
  const { gateway, proxy, express, go, node } = contestants;
  say('12go makes its answers, and ours are compared with those of peers');
  await stage.prepare();
  await assertSameAnswers(stage, gateway, { express, node, ...(go !== undefined && { go }) });
  const entrants = (size: Size): Contest => ({
    gateway: [gateway, gatewaySearch(size)],
    proxy: [proxy, upstreamSearch(size)],
    express: [express, gatewaySearch(size)],
    node: [node, gatewaySearch(size)],
    ...(go !== undefined && { go: [go, gatewaySearch(size)] }),
  });
  const small = await contest('searches of 10 trips', entrants(10));
  const looks: HandlerLook[] = [];
  const middle = await contest(
    'searches of 140 trips, and the handler in process',
    { ...entrants(140), repeated: [gateway, searchPath(140, repeatingDate)] },
    async () => {
      looks.push(await lookAtHandler(stage));
    },
  );
  const large = await contest('searches of 1000 and of 140 trips', {
    gateway: [gateway, gatewaySearch(1000)],
    middle: [gateway, gatewaySearch(140)],
    node: [node, gatewaySearch(1000)],
    nodeMiddle: [node, gatewaySearch(140)],
    ...(go !== undefined && { go: [go, gatewaySearch(1000)] }),
  });
  const mixed = await contest(`searches, ${mix}`, {
    gateway: [gateway, gatewayMix],
    proxy: [proxy, upstreamMix],
    express: [express, gatewayMix],
    ...(go !== undefined && { go: [go, gatewayMix] }),
  });
  const titled = {
    small: { title: '10 trips', runs: small },
    middle: { title: '140 trips', runs: middle },
    large: { title: '1000 trips', runs: large },
    mixed: { title: mix, runs: mixed },
  };
  return [
    ...handlerFigures(looks, middle),
    proxyFigure(titled.middle, { at_least: 0.11 }),
    proxyFigure(titled.small, { at_least: 0.33 }),
    proxyFigure(titled.mixed, undefined),
    expressFigure(titled.middle, { at_least: 3.2 }),
    expressFigure(titled.small, undefined),
    expressFigure(titled.mixed, undefined),
    goFigure(titled.small, { at_least: 1 }),
    goFigure(titled.middle, { at_least: 1.5 }),
    goFigure(titled.large, { at_least: 1.5 }),
    goFigure(titled.mixed, undefined),
    leastFigure(titled.small),
    leastFigure(titled.middle),
    leastFigure(titled.large),
    growthFigure(large),
  ];
};
