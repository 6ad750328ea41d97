/** `state`: circuits, lanes, id tables, rates and limits of the instance that answers, in one table. */
import type { ServiceState } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type CommonOptions, createOutput, table, withCommonOptions } from '../output.ts';
import { demandOpsSettings } from '../settings.ts';
import { statePath } from './doctor.ts';

type StateOptions = CommonOptions & { readonly client?: string };

const header = ['WHAT', 'NAME', 'STATE', 'DETAIL'];

type Circuit = ServiceState['circuits'][number];

const detailOfCircuit = (circuit: Circuit): string => {
  const { for_seconds: seconds, calls, failed, slow } = circuit;
  const { tries_again_in_ms: againMs, held_back_for_ms: heldMs } = circuit;
  return [
    `for ${seconds} s`,
    `${calls} calls, ${failed} failed, ${slow} slow`,
    ...(againMs === null ? [] : [`tries again in ${againMs} ms`]),
    ...(heldMs === null ? [] : [`12go wants none for ${heldMs} ms`]),
  ].join('; ');
};

const idMapRow = (map: ServiceState['id_map']): string[] => {
  if (map === null) return ['id map', '', 'not loaded', ''];
  const without = `${map.stations_without_id} without id, ${map.stations_without_province} without province`;
  return [
    'id map',
    map.source,
    map.has_failed ? 'refresh failed' : 'ok',
    `${map.age_seconds} s old; ${map.stations} stations (${without}), ${map.pois} pois, ${map.operators} operators`,
  ];
};

const ratesRow = ({ rates }: ServiceState): string[] => {
  const { pairs, source, as_of: asOf, oldest_age_seconds: age, refused } = rates;
  const names = refused.map(({ from, to, reason }) => `${from}>${to} ${reason}`);
  return [
    'rates',
    source ?? '',
    names.length === 0 ? 'ok' : `${names.length} refused`,
    [
      `${pairs} pairs of ${asOf ?? 'no time'}`,
      ...(age === null ? [] : [`the oldest ${age} s old`]),
      ...names,
    ].join('; '),
  ];
};

type Client = ServiceState['clients'][number];

const limitRows = ({ client_id: id, limits }: Client): string[][] =>
  limits.map(({ class: name, per_minute: perMinute, left, changed_until: until }) => [
    'limit',
    `${id} ${name}`,
    `${perMinute} a minute`,
    until === null ? `${left} left` : `${left} left; changed until ${until}`,
  ]);

const contractRows = ({ client_id: id, contracts }: Client): string[][] =>
  contracts.map((contract) => [
    'contract',
    `${id} ${contract.contract_code}`,
    contract.is_in_force ? 'in force' : 'not in force',
    [...contract.countries, ...(contract.is_default ? ['all other countries'] : [])].join(', '),
  ]);

const rowsOf = (state: ServiceState): string[][] => [
  ...state.circuits.map((circuit) => ['circuit', circuit.name, circuit.state, detailOfCircuit(circuit)]),
  ...state.lanes.map(({ lane, running, waiting, room, connections }) => [
    'lane',
    lane,
    `${running} of ${room}`,
    room < connections ? `${waiting} wait; ${connections} where nothing is held back` : `${waiting} wait`,
  ]),
  idMapRow(state.id_map),
  ratesRow(state),
  ...state.clients.flatMap((client) => [...limitRows(client), ...contractRows(client)]),
];

const show = async (context: Context, options: StateOptions): Promise<void> => {
  const { askOps } = await import('../ops-api.ts');
  const output = createOutput(context, options);
  const ops = await demandOpsSettings(context, options);
  const state = (await askOps(context, ops, {
    path: statePath,
    query: { client_id: options.client },
    members: ['circuits', 'lanes', 'clients'],
  })) as ServiceState;
  if (output.json) output.dataJson(state);
  else output.data(table(header, rowsOf(state), output));
};

/** Adds the command. */
export const addStateCommand = (program: Command, context: Context): void => {
  withCommonOptions(
    program
      .command('state')
      .description('show circuits, calls under way, id tables, rates and limits of the instance that answers')
      .option('--client <id>', 'of the clients only this one'),
    'partner-cli state --client acme',
  ).action((options: StateOptions) => show(context, options));
};
