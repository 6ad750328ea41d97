/** What a search costs: the handler in process against its floor, and the server against its peers. */
import { gatewayFlags } from '../scripts/lib/node.mjs';
import { byThroughput, type Contest, contest, perCore, perSecond, type Runs, runOf } from './contest.ts';
import { exponent, type Figure, median, show } from './figures.ts';
import { runScript, type Server } from './measure.ts';
import { isQuick } from './options.ts';
import { gatewaySearch, headers, type Size, upstreamSearch } from './plan.ts';
import type { Stage } from './stage.ts';

type Contestants = { readonly gateway: Server; readonly proxy: Server; readonly express: Server };

/** The peers are honest only if they answer what we answer. */
const assertSameAnswers = async (gateway: Server, express: Server): Promise<void> => {
  const [ours, theirs] = await Promise.all(
    [gateway, express].map(async ({ port }) => {
      const response = await fetch(`http://127.0.0.1:${port}${gatewaySearch(140)}`, { headers });
      return (await response.json()) as {
        itineraries: { id: string; pricing: unknown; departure_segments: string[] }[];
        segments: unknown[];
        vehicles: unknown[];
      };
    }),
  );
  const facts = (answer: typeof ours): string =>
    JSON.stringify(
      [
        answer?.itineraries.map(({ id: _id, pricing, ...rest }) => [rest, pricing]),
        answer?.segments,
        answer?.vehicles,
      ],
      (_key, value: unknown) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
          : value,
    );
  if ((ours?.itineraries.length ?? 0) < 140 || facts(ours) !== facts(theirs))
    throw new Error('the Express peer does not answer what the gateway answers');
};

const encodings = ['gzip-6', 'gzip-1', 'brotli-1', 'brotli-4', 'zstd-1'] as const;
type HandlerWork = 'floor' | 'handler' | 'answer check' | 'handler, fresh ids' | (typeof encodings)[number];
type Handler = {
  /** By round. */
  readonly cpuMs: Record<HandlerWork, readonly number[]>;
  readonly bytes: Record<string, number>;
};

/** One look at the handler in process: CPU of each work, and sizes in bytes. */
const runHandler = ({ environment }: Stage): Promise<Handler> =>
  runScript<Handler>('./handler.ts', isQuick ? ['3', '15', '100'] : ['10', '25', '400'], {
    core: 'server',
    flags: gatewayFlags,
    environment: { ...environment, PORT: '0' },
  });

const handlerFigures = (looks: readonly Handler[], serverMs: number): Figure[] => {
  const roundsOf = (work: HandlerWork): readonly number[] => looks.flatMap(({ cpuMs }) => cpuMs[work]);
  const msOf = (work: HandlerWork): number => median(roundsOf(work));
  const floors = roundsOf('floor');
  const floorMs = median(floors);
  const { bytes } = looks[0] as Handler;
  const inRounds = median(roundsOf('handler').map((ms, round) => ms / (floors[round] ?? Number.NaN)));
  return [
    {
      id: 'P1',
      name: 'CPU of the handler, 140 trips ÷ parse and print',
      value: inRounds,
      aim: { at_most: 1.5 },
      raw: `handler ${show(msOf('handler'))} ms; floor ${show(floorMs)} ms; ${bytes.upstream} bytes in, ${bytes.answer} out`,
    },
    {
      id: 'P1',
      name: 'The same, with no id remembered',
      value: msOf('handler, fresh ids') / floorMs,
      aim: undefined,
      raw: `handler ${show(msOf('handler, fresh ids'))} ms`,
    },
    {
      id: 'P1',
      name: 'Of the handler: checking the answer against the contract',
      value: msOf('answer check') / floorMs,
      aim: undefined,
      raw: `${show(msOf('answer check'))} ms`,
    },
    {
      id: 'P1',
      name: 'CPU of the server, 140 trips ÷ parse and print',
      value: serverMs / floorMs,
      aim: { at_most: 2.1 },
      raw: `server ${show(serverMs)} ms; floor ${show(floorMs)} ms`,
    },
    ...encodings.map(
      (name): Figure => ({
        id: 'P13',
        name: `CPU of ${name} on 140 trips ÷ parse and print`,
        value: msOf(name) / floorMs,
        aim: undefined,
        raw: `${show(msOf(name))} ms; ${bytes.answer} to ${bytes[name]} bytes`,
      }),
    ),
  ];
};

const throughputFigures = (small: Runs, middle: Runs, large: Runs): Figure[] => {
  const middleMs = runOf(large, 'middle').cpuMsPerRequest;
  const largeMs = runOf(large, 'gateway').cpuMsPerRequest;
  return [
    {
      id: 'P2',
      name: 'Search ÷ reverse proxy, 140 trips',
      value: perCore(middle, 'gateway', 'proxy'),
      aim: { at_least: 0.11 },
      raw: `${perSecond(middle)}; ${byThroughput(middle, 'gateway', 'proxy')}`,
    },
    {
      id: 'P2',
      name: 'Search ÷ reverse proxy, 10 trips',
      value: perCore(small, 'gateway', 'proxy'),
      aim: { at_least: 0.33 },
      raw: `${perSecond(small)}; ${byThroughput(small, 'gateway', 'proxy')}`,
    },
    {
      id: 'P3',
      name: 'Search ÷ Express, axios and zod, 140 trips',
      value: perCore(middle, 'gateway', 'express'),
      aim: { at_least: 3.2 },
      raw: byThroughput(middle, 'gateway', 'express'),
    },
    {
      id: 'P3',
      name: 'Search ÷ Express, axios and zod, 10 trips',
      value: perCore(small, 'gateway', 'express'),
      aim: undefined,
      raw: byThroughput(small, 'gateway', 'express'),
    },
    {
      id: 'P7',
      name: 'Exponent of CPU over trips, 140 to 1000',
      value: exponent({ size: 140, cost: middleMs }, { size: 1000, cost: largeMs }),
      aim: { at_most: 1.05 },
      raw: `${show(middleMs)} and ${show(largeMs)} ms`,
    },
  ];
};

/** P1, P2, P3, P7 and P13. @throws Error when the peer does not answer what the gateway answers. */
export const measureSearch = async (
  stage: Stage,
  { gateway, proxy, express }: Contestants,
): Promise<Figure[]> => {
  await assertSameAnswers(gateway, express);
  const entrants = (size: Size): Contest => ({
    gateway: [gateway, gatewaySearch(size)],
    proxy: [proxy, upstreamSearch(size)],
    express: [express, gatewaySearch(size)],
  });
  const small = await contest('searches of 10 trips', entrants(10));
  const looks: Handler[] = [];
  const middle = await contest(
    'searches of 140 trips, and the handler in process',
    entrants(140),
    async () => {
      looks.push(await runHandler(stage));
    },
  );
  const large = await contest('searches of 1000 and of 140 trips', {
    gateway: [gateway, gatewaySearch(1000)],
    middle: [gateway, gatewaySearch(140)],
  });
  return [
    ...handlerFigures(looks, runOf(middle, 'gateway').cpuMsPerRequest),
    ...throughputFigures(small, middle, large),
  ];
};
