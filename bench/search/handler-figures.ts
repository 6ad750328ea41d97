/** P1 and P13: the handler in process and the whole server, against parsing 12go's body and printing ours. */
import { gatewayFlags } from '../../scripts/lib/node.mjs';
import { type Runs, runOf } from '../contest.ts';
import { type Figure, median, show } from '../figures.ts';
import { runScript } from '../measure.ts';
import { isQuick } from '../options.ts';
import type { Stage } from '../stage.ts';

const encodings = ['gzip-6', 'gzip-1', 'brotli-1', 'brotli-4', 'zstd-1'] as const;
type Work = 'floor' | 'handler' | 'answer check' | 'handler, one body' | (typeof encodings)[number];
/** One look at the handler: CPU of each work by round, and sizes in bytes. */
export type HandlerLook = {
  readonly cpuMs: Record<Work, readonly number[]>;
  readonly bytes: Record<string, number>;
};

export const lookAtHandler = ({ environment }: Stage): Promise<HandlerLook> =>
  runScript<HandlerLook>('./handler.ts', isQuick ? ['3', '15', '100'] : ['10', '25', '400'], {
    core: 'server',
    flags: gatewayFlags,
    environment: { ...environment, PORT: '0' },
  });

/** `middle`: the runs of `gateway` with other trips each time, and of `repeated` with the same ones. */
export const handlerFigures = (looks: readonly HandlerLook[], middle: Runs): Figure[] => {
  const roundsOf = (work: Work): readonly number[] => looks.flatMap(({ cpuMs }) => cpuMs[work]);
  const msOf = (work: Work): number => median(roundsOf(work));
  const floors = roundsOf('floor');
  const floorMs = median(floors);
  const bytes = looks[0]?.bytes ?? {};
  const inRounds = median(roundsOf('handler').map((ms, round) => ms / (floors[round] ?? Number.NaN)));
  const [serverMs, repeatedMs] = [
    runOf(middle, 'gateway').cpuMsPerRequest,
    runOf(middle, 'repeated').cpuMsPerRequest,
  ];
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
      name: 'The same, one body again and again',
      value: msOf('handler, one body') / floorMs,
      aim: undefined,
      raw: `handler ${show(msOf('handler, one body'))} ms`,
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
      aim: { at_most: 2 },
      raw: `server ${show(serverMs)} ms; floor ${show(floorMs)} ms`,
    },
    {
      id: 'P1',
      name: 'The same, one body again and again',
      value: repeatedMs / floorMs,
      aim: undefined,
      raw: `server ${show(repeatedMs)} ms`,
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
