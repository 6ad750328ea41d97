/** O5: searches and writes of 12go fail for half a minute and then are well again; its reads are well, so that writes look possible. */
import { type Figure, show } from '../figures.ts';
import { isQuick, say } from '../options.ts';
import { atRate, create, open, type Tally } from './bookings.ts';
import type { Gateway, Scene } from './scene.ts';
import { search, showStatuses, watch } from './searches.ts';

const [failingSeconds, wellSeconds] = isQuick ? [4, 4] : [30, 20];
const searchesPerSecond = 50;
const createsPerSecond = 3;
const openState = 2;

type States = { readonly search: number; readonly reserve: number };
type Samples = readonly { readonly atMs: number; readonly value: States }[];

const stateOf = async (gateway: Gateway): Promise<States> => {
  const [search, reserve] = await Promise.all(
    ['search', 'reserve'].map((name) =>
      gateway.metric('gateway_12go_circuit_state', `upstream_endpoint="${name}"`),
    ),
  );
  return { search: search ?? 0, reserve: reserve ?? 0 };
};

/** Writes between two looks of which both saw the circuit open. */
const sentWhileOpen = (samples: Samples, writesAtMs: readonly number[]): number =>
  writesAtMs.filter((atMs) => {
    const next = samples.findIndex((sample) => sample.atMs > atMs);
    const around = [samples[next - 1], samples[next]];
    return next > 0 && around.every((sample) => sample?.value.reserve === openState);
  }).length;

const secondsUntil = (samples: Samples, fromMs: number, isSo: (states: States) => boolean): number =>
  ((samples.find(({ atMs, value }) => atMs >= fromMs && isSo(value))?.atMs ?? Number.NaN) - fromMs) / 1_000;

/** Lets 12go fail. */
export const measureOutage = async (scene: Scene, gateway: Gateway): Promise<Figure[]> => {
  say('12go fails');
  const tally: Tally = { steps: {}, createMs: [] };
  const tokens: string[] = [];
  await atRate(10, (createsPerSecond * (failingSeconds + wellSeconds)) / 10, async () => {
    const token = await open(gateway.port, tally);
    if (token !== undefined) tokens.push(token);
  });
  const retries = () => gateway.metric('gateway_12go_retries_total', 'upstream_endpoint="search"');
  const retriesBefore = await retries();
  const executedBefore = await scene.reserves();
  await scene.twelveGo('search=failing&write=failing&reset=1');
  const failedAtMs = Date.now();
  const seconds = failingSeconds + wellSeconds;
  let searched: Awaited<ReturnType<typeof search>> | undefined;
  let wellAtMs = Number.NaN;
  let seen = { searches: 0, retries: 0, executed: 0 };
  const recover = async (): Promise<void> => {
    const { searches } = await scene.twelveGo();
    seen = { searches, retries: (await retries()) - retriesBefore, executed: await scene.reserves() };
    wellAtMs = Date.now();
    await scene.twelveGo('search=well&write=well');
  };
  const samples = await watch(
    () => stateOf(gateway),
    100,
    async () => {
      const timer = setTimeout(() => void recover(), failingSeconds * 1_000);
      [searched] = await Promise.all([
        search(gateway, { seconds, perSecond: searchesPerSecond }),
        atRate(createsPerSecond, seconds, async () => {
          const token = tokens.shift();
          if (token !== undefined) await create(gateway.port, token, tally);
        }),
      ]);
      clearTimeout(timer);
    },
  );
  const { writesAtMs } = await scene.twelveGo();
  const duringMs = writesAtMs.filter((atMs) => atMs < wellAtMs);
  const raw = `searches ${showStatuses(searched?.statuses ?? {})}; ${showStatuses(tally.steps)}`;
  return [
    {
      id: 'O5',
      name: 'Until the circuit of searches is open',
      value: secondsUntil(samples, failedAtMs, ({ search }) => search === openState),
      unit: 's',
      aim: { at_most: 2 },
      raw,
    },
    {
      id: 'O5',
      name: 'From recovery until the circuit of searches is closed',
      value: secondsUntil(samples, wellAtMs, ({ search }) => search === 0),
      unit: 's',
      aim: { at_most: 15 },
      raw: `that of reserves after ${show(secondsUntil(samples, wellAtMs, ({ reserve }) => reserve === 0))} s`,
    },
    {
      id: 'O5',
      name: 'Writes sent while their circuit was open',
      value: sentWhileOpen(samples, writesAtMs),
      aim: { at_most: 0 },
      raw: `${duringMs.length} sent in all while 12go failed, ${seen.executed - executedBefore} executed of these`,
    },
    {
      id: 'O5',
      name: 'Searches sent ÷ searches tried first, while 12go fails',
      value: seen.searches / (seen.searches - seen.retries),
      aim: { at_most: 1.1 },
      raw: `${seen.searches} sent, ${show(seen.retries)} of them again`,
    },
  ];
};
