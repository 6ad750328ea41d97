/** How the instance that answers is, and what it depends on: checks, circuits, lanes, limits of calls, tables and rates. */
import type { ServiceState } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { paths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Table } from '../parts/table.tsx';
import { Told } from '../parts/told.tsx';
import { type Tone, Verdict } from '../parts/verdict.tsx';
import { ageText, plain } from '../parts/wording.ts';
import { hashOf, type PageProps } from '../routing.ts';
import { CallLimits } from './call-limits.tsx';

const everyMs = 5_000;

const toneOfCheck: Readonly<Record<string, Tone>> = {
  ok: 'good',
  degraded: 'warn',
  down: 'bad',
  not_loaded: 'bad',
};
const toneOfCircuit: Readonly<Record<string, Tone>> = { closed: 'good', half_open: 'warn', open: 'bad' };

const Checks: FunctionComponent<{ readonly checks: ServiceState['checks'] }> = ({ checks }) => (
  <Table
    caption="Checks of readiness"
    heads={['Check', 'Status', 'Detail', 'Age']}
    rows={checks.map(({ name, status, required, detail, age_seconds: age }) => [
      <>
        {plain(name)} {required && <span class="tag">required</span>}
      </>,
      <Verdict key="status" tone={toneOfCheck[status] ?? 'warn'}>
        {plain(status)}
      </Verdict>,
      detail ?? '',
      age === undefined ? '' : ageText(age),
    ])}
  />
);

type Circuit = ServiceState['circuits'][number];

const nextOf = ({ tries_again_in_ms: againMs, held_back_for_ms: heldMs }: Circuit): string =>
  [
    ...(againMs === null ? [] : [`tries again in ${againMs} ms`]),
    ...(heldMs === null ? [] : [`12go wants none for ${heldMs} ms`]),
  ].join('; ');

const Circuits: FunctionComponent<{ readonly circuits: readonly Circuit[] }> = ({ circuits }) => (
  <Table
    caption="Circuits to 12go"
    heads={['Circuit', 'State', 'For', 'Calls', 'Failed', 'Slow', 'Next']}
    figures={[3, 4, 5]}
    rows={circuits.map((circuit) => [
      circuit.name,
      <Verdict key="state" tone={toneOfCircuit[circuit.state] ?? 'warn'}>
        {plain(circuit.state)}
      </Verdict>,
      ageText(circuit.for_seconds),
      circuit.calls,
      circuit.failed,
      circuit.slow,
      nextOf(circuit),
    ])}
  />
);

const Lanes: FunctionComponent<{ readonly lanes: ServiceState['lanes'] }> = ({ lanes }) => (
  <Table
    caption="Calls of 12go under way"
    heads={['Lane', 'Under way', 'Room now', 'Of', 'Waiting']}
    figures={[1, 2, 3, 4]}
    rows={lanes.map(({ lane, running, waiting, room, connections }) => [
      lane,
      running,
      room < connections ? <Verdict tone="warn">{room}</Verdict> : room,
      connections,
      waiting > 0 ? <Verdict tone="warn">{waiting}</Verdict> : waiting,
    ])}
  />
);

const tablesOf = ({ id_map: map, rates }: ServiceState): readonly Fact[] => [
  [
    'Id tables',
    map === null ? (
      <Verdict tone="bad">not loaded</Verdict>
    ) : (
      <>
        <Verdict tone={map.has_failed ? 'warn' : 'good'}>{map.has_failed ? 'refresh failed' : 'ok'}</Verdict>{' '}
        {plain(map.source)}, {ageText(map.age_seconds)} old: {map.stations} stations, {map.pois} pois,{' '}
        {map.operators} operators; {map.stations_without_id} stations without id
      </>
    ),
  ],
  [
    'Exchange rates',
    <>
      <Verdict tone={rates.refused.length === 0 ? 'good' : 'warn'}>
        {rates.refused.length === 0 ? 'ok' : `${rates.refused.length} refused`}
      </Verdict>{' '}
      {rates.pairs} pairs of {rates.source ?? 'no source'}
      {rates.oldest_age_seconds !== null && `, the oldest ${ageText(rates.oldest_age_seconds)} old`}
      {rates.refused.map(({ from, to, reason }) => `; ${from} to ${to}: ${plain(reason)}`)}
    </>,
  ],
];

const OpenOutcomesLine: FunctionComponent<{ readonly open: ServiceState['open_outcomes'] }> = ({ open }) => {
  if (open === null) return <Verdict tone="bad">the memory of booking writes is away</Verdict>;
  if (open.count === 0) return <Verdict tone="good">none</Verdict>;
  return (
    <>
      <Verdict tone="bad">{open.count}</Verdict> <a href={hashOf('outcomes')}>See them</a>, the oldest{' '}
      {ageText(open.oldest_seconds)} old
    </>
  );
};

export const StatePage: FunctionComponent<PageProps> = () => {
  const polled = usePolled<ServiceState>({ path: paths.state, everyMs });
  return (
    <Told polled={polled}>
      {(state) => (
        <>
          <p class="muted small">
            Of the instance that answers, read at {state.read_at} UTC and again every {everyMs / 1_000} s.
            Version {state.version}, up for {ageText(state.uptime_seconds)}.
          </p>
          <section class="panel" aria-labelledby="checks">
            <h2 id="checks">Readiness</h2>
            <Checks checks={state.checks} />
            <Facts
              facts={[['Open outcomes', <OpenOutcomesLine open={state.open_outcomes} />], ...tablesOf(state)]}
            />
          </section>
          <section class="panel" aria-labelledby="circuits">
            <h2 id="circuits">Circuit breakers</h2>
            <Circuits circuits={state.circuits} />
          </section>
          <section class="panel" aria-labelledby="lanes">
            <h2 id="lanes">Calls of 12go</h2>
            <Lanes lanes={state.lanes} />
            <CallLimits />
          </section>
        </>
      )}
    </Told>
  );
};
