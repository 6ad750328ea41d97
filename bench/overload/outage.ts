/** O5: searches and writes of 12go fail for half a minute and then are well again; its reads are well, so that writes look possible. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, show } from '../figures.ts';
import { isQuick, say } from '../options.ts';
import { atRate, create, open, type Tally } from './bookings.ts';
import type { CircuitChange, Gateway, Scene } from './scene.ts';
import { search, showStatuses } from './searches.ts';

const [beforeSeconds, failingSeconds, wellSeconds] = isQuick ? [2, 4, 4] : [12, 30, 20];
const searchesPerSecond = 50;
const createsPerSecond = 3;

/** A write that left before the circuit opened may take so long to arrive. */
const onItsWayMs = 50;

/** Writes that came in between the circuit's opening and its closing. */
const sentWhileOpen = (changes: readonly CircuitChange[], writesAtMs: readonly number[]): number =>
  writesAtMs.filter((atMs) => {
    const last = changes.findLast((change) => change.circuit === 'reserve' && change.atMs < atMs);
    return last?.isOpen === true && atMs > last.atMs + onItsWayMs;
  }).length;

/** Seconds from a moment until a circuit is so. */
const secondsUntil = (
  changes: readonly CircuitChange[],
  fromMs: number,
  { circuit, isOpen }: Pick<CircuitChange, 'circuit' | 'isOpen'>,
): number => {
  const later = changes.filter((change) => change.circuit === circuit && change.atMs >= fromMs);
  return ((later.find((change) => change.isOpen === isOpen)?.atMs ?? Number.NaN) - fromMs) / 1_000;
};

/** 12go well, then failing, then well again, under a steady load. */
const playOutage = async (scene: Scene, gateway: Gateway, tokens: string[]) => {
  const tally: Tally = { steps: {}, createMs: [] };
  const retries = () => gateway.metric('gateway_12go_retries_total', 'upstream_endpoint="search"');
  const count = async () => ({
    searches: (await scene.twelveGo()).searches,
    retries: await retries(),
    reserves: await scene.reserves(),
  });
  await scene.twelveGo('reset=1');
  const began = await count();
  let [failed, well] = [began, began];
  let [failedAtMs, wellAtMs] = [Number.NaN, Number.NaN];
  const turn = async () => {
    await sleep(beforeSeconds * 1_000);
    failed = await count();
    failedAtMs = Date.now();
    await scene.twelveGo('search=failing&write=failing');
    await sleep(failingSeconds * 1_000);
    well = await count();
    wellAtMs = Date.now();
    await scene.twelveGo('search=well&write=well');
  };
  const seconds = beforeSeconds + failingSeconds + wellSeconds;
  const [searched] = await Promise.all([
    search(gateway, { seconds, perSecond: searchesPerSecond }),
    atRate(createsPerSecond, seconds, async () => {
      const token = tokens.shift();
      if (token !== undefined) await create(gateway.port, token, tally);
    }),
    turn(),
  ]);
  const { writesAtMs } = await scene.twelveGo();
  return { tally, searched, began, failed, well, failedAtMs, wellAtMs, writesAtMs };
};

type Counted = { readonly searches: number; readonly retries: number };

/** Searches that 12go saw beside those that were tried for the first time. */
const amplification = (from: Counted, until: Counted): number => {
  const sent = until.searches - from.searches;
  return sent / (sent - (until.retries - from.retries));
};

/** Lets 12go fail. */
export const measureOutage = async (scene: Scene, gateway: Gateway): Promise<Figure[]> => {
  say('12go fails');
  const opened: Tally = { steps: {}, createMs: [] };
  const tokens: string[] = [];
  const creates = createsPerSecond * (beforeSeconds + failingSeconds + wellSeconds);
  await atRate(10, creates / 10, async () => {
    const token = await open(gateway.port, opened);
    if (token !== undefined) tokens.push(token);
  });
  const { tally, searched, began, failed, well, failedAtMs, wellAtMs, writesAtMs } = await playOutage(
    scene,
    gateway,
    tokens,
  );
  const changes = gateway.circuitChanges();
  const duringMs = writesAtMs.filter((atMs) => atMs >= failedAtMs && atMs < wellAtMs);
  const raw = `searches ${showStatuses(searched.statuses)}; ${showStatuses(tally.steps)}`;
  return [
    {
      id: 'O5',
      name: 'Until the circuit of searches is open',
      value: secondsUntil(changes, failedAtMs, { circuit: 'search', isOpen: true }),
      unit: 's',
      aim: { at_most: 2 },
      raw,
    },
    {
      id: 'O5',
      name: 'From recovery until the circuit of searches is closed',
      value: secondsUntil(changes, wellAtMs, { circuit: 'search', isOpen: false }),
      unit: 's',
      aim: { at_most: 15 },
      raw: `that of reserves after ${show(secondsUntil(changes, wellAtMs, { circuit: 'reserve', isOpen: false }))} s`,
    },
    {
      id: 'O5',
      name: 'Writes sent while their circuit was open',
      value: sentWhileOpen(changes, writesAtMs),
      aim: { at_most: 0 },
      raw: `${duringMs.length} sent in all while 12go failed, ${well.reserves - failed.reserves} executed of these`,
    },
    {
      id: 'O5',
      name: 'Searches sent ÷ searches tried first, from before until 12go is well',
      value: amplification(began, well),
      aim: { at_most: 1.1 },
      raw: `${well.searches - began.searches} sent, ${well.retries - began.retries} of them again; while it failed alone ${well.searches - failed.searches} and ${well.retries - failed.retries}`,
    },
  ];
};
