/** What 12go, the neighbours and our own settings can do to any request. */
import type { CauseText } from '../cause.ts';

const watch12go = 'partner-cli doctor';

export const supplierCauses = {
  upstream_failing: {
    summary: '12go answered with an error of its own.',
    fault: 'supplier',
    action:
      'See whether it fails for everybody; if so docs/runbooks/12go-down.md. Never repeat a booking write by hand.',
    command: watch12go,
  },
  upstream_slow: {
    summary: '12go did not answer in time.',
    fault: 'supplier',
    action:
      'See whether it is slow for everybody: docs/runbooks/12go-degraded.md. Timeouts can be raised for a while.',
    command: watch12go,
  },
  upstream_unreachable: {
    summary: 'The connection to 12go broke or could not be made.',
    fault: 'supplier',
    action: 'See whether it is so for everybody, then the network path and docs/runbooks/12go-down.md.',
    command: watch12go,
  },
  upstream_unreadable: {
    summary: '12go answered with something that cannot be read as an answer of its API.',
    fault: 'supplier',
    action:
      'Raise it with 12go, with the correlation id: a page, a redirect or a broken body came instead of JSON.',
    command: watch12go,
  },
  upstream_limiting: {
    summary: '12go turns calls away because too many come from here.',
    fault: 'supplier',
    action: 'Wait for it to pass; see which client sends most, and agree on a higher limit with 12go.',
    command: watch12go,
  },
  upstream_circuit_open: {
    summary: 'Calls to 12go are held back because it failed too often a moment ago.',
    fault: 'supplier',
    action: 'It closes by itself when 12go recovers: docs/runbooks/12go-down.md.',
    command: watch12go,
  },
  upstream_key_refused: {
    summary: '12go refused the key of this client.',
    fault: 'gateway',
    action:
      'Check the key at the `upstream_key_ref` of the client, replace it if 12go withdrew it, then reload.',
    command: 'partner-cli upstream keys --client {client}',
  },
  upstream_key_missing: {
    summary: 'There is no 12go key for this client: its file is missing, empty or cannot be read.',
    fault: 'gateway',
    action: 'Put the key where the `upstream_key_ref` of the client points to, then reload.',
    command: 'partner-cli upstream keys --client {client}',
  },
  no_trips: {
    summary:
      '12go offered no trips for this search: nothing is on sale, or the account of the client lacks the permission.',
    fault: 'supplier',
    action:
      'Compare with another client. If that one finds trips, the 12go account of this client lost its rights: raise it with 12go.',
    command: 'partner-cli upstream keys --client {client}',
  },
  no_prices: {
    summary:
      '12go offered trips without prices, as it does when the account lacks the permission, so none could be sold.',
    fault: 'supplier',
    action: 'Raise it with 12go: the account of this client does not get net prices.',
    command: 'partner-cli upstream keys --client {client}',
  },
  all_left_out: {
    summary: '12go offered trips, and every one of them was left out.',
    fault: 'supplier',
    action: 'See the reasons in the evidence; docs/search.md says what each of them means.',
  },
  tables_missing: {
    summary: 'The id tables were never loaded, because the master-data service did not answer.',
    fault: 'gateway',
    action: 'Bring the master-data service (Fuji) back; the gateway loads the tables by itself.',
    command: watch12go,
  },
  master_data_down: {
    summary: 'The master-data service (Fuji) does not answer, and no copy was at hand.',
    fault: 'gateway',
    action:
      'Bring the master-data service back. Searches and bookings go on with the tables that are loaded.',
    command: watch12go,
  },
  price_unusable: {
    summary: '12go gave a price that cannot be used.',
    fault: 'supplier',
    action: 'Raise it with 12go, with the trip and the reason in the evidence. Other trips go on.',
  },
  price_rule_missing: {
    summary: 'No price rule of the client is in force for the price.',
    fault: 'gateway',
    action: 'Set the contracts of the client right in its settings, then reload.',
    command: 'partner-cli config show --client {client}',
  },
  rates_missing: {
    summary: 'An exchange rate that the price needs is missing or too old.',
    fault: 'gateway',
    action: 'Look at the source of the rates, then reload. Prices without conversion go on.',
    command: 'partner-cli doctor',
  },
} as const satisfies Record<string, CauseText>;
