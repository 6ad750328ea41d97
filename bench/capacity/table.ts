/** A plan as a table for people. */
import type { Plan } from './model.ts';
import type { Simulated } from './simulation.ts';

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const dollars = (amount: number): string => `${amount.toFixed(0)} USD`;

const planRows = ({ demand, limit, redis, loss, costPerMonth, ...plan }: Plan): [string, string][] => [
  ['requests', `${demand.requestsPerSecond.toFixed(1)}/s`],
  ['calls of 12go', `${limit.callsPerMin.toFixed(0)}/min, ${percent(limit.ofLimit)} of its limit`],
  ['searches that 12go’s limit refuses', percent(limit.searchesRefusedShare)],
  ['partners and searches at its limit', `${limit.partnersMax}, ${limit.searchesPerMinMax}/min`],
  ['cores busy', demand.cores.toFixed(2)],
  ['instances, one to spare', String(plan.instances)],
  [
    'connections to 12go',
    `${plan.connectionsTo12goBusy.toFixed(1)} busy of at most ${plan.connectionsTo12goMax}`,
  ],
  ['connections to Redis', String(redis.connections)],
  ['Redis of the guard', `${mb(redis.guardBytes)}: ${redis.shards} × ${redis.guardNode}`],
  ['Redis of the journal', `${mb(redis.journalBytes)}: ${redis.journalNode}`],
  ['bookings', `${(demand.bookingsPerSecond * 60).toFixed(1)}/min`],
  ['open outcomes, when a region is lost', loss.bookingsOpen.toFixed(1)],
  ['carts to open anew then', loss.cartsToOpenAnew.toFixed(0)],
  ...Object.entries(costPerMonth).map(([name, amount]): [string, string] => [
    `a month: ${name}`,
    dollars(amount),
  ]),
];

const simulatedRows = (simulated: Simulated): [string, string][] => [
  ['played: searches', String(simulated.searches)],
  ['played: refused by 12go’s limit', percent(simulated.refusedByLimit / Math.max(1, simulated.searches))],
  ['played: refused for want of a connection', String(simulated.refusedByLane)],
  ['played: waited for a connection', percent(simulated.waitedShare)],
  ['played: cores busy of an instance', simulated.busyCores.toFixed(3)],
  [
    'played: connections busy, and most of one instance',
    `${simulated.connectionsBusy.toFixed(1)}, ${simulated.connectionsMost}`,
  ],
];

/** As Markdown. */
export const toTable = (plan: Plan, simulated?: Simulated): string =>
  [
    ['What', 'How much'],
    ['---', '---'],
    ...planRows(plan),
    ...(simulated === undefined ? [] : simulatedRows(simulated)),
  ]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
