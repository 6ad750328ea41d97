/** What an operator's key has to be good for, route by route. */
import { metadata, type OpsScope } from '../metadata.ts';

/**
 * What each route needs of an operator's key: `act` where something changes, or 12go is asked with keys that are not the operator's;
 * `admin` where the deployment itself is told.
 */
const scopes = {
  ops_inspect_booking: 'read',
  ops_find: 'read',
  ops_explain_price: 'read',
  ops_dry_run: 'act',
  ops_reload: 'act',
  ops_open_outcomes: 'read',
  ops_resolve_outcome: 'act',
  ops_upstream_limits: 'read',
  ops_change_upstream_limits: 'act',
  ops_state: 'read',
  ops_operator: 'read',
  ops_check_upstream_keys: 'act',
  ops_log_lines: 'read',
  ops_seat_locks: 'read',
  ops_release_seat_locks: 'act',
  ops_configuration: 'admin',
  ops_change_client_limits: 'act',
  ops_webhooks: 'read',
  ops_webhook_dead_letters: 'read',
  ops_replay_webhooks: 'act',
  ops_change_webhook_endpoint: 'act',
  ops_notification_dead_letters: 'read',
  ops_events_audit: 'read',
} as const satisfies Record<string, OpsScope>;

/** The metadata of a route of operators. */
export const operators = (endpoint: keyof typeof scopes) =>
  metadata({ endpoint, auth: 'ops', cost: 'none', scope: scopes[endpoint] });
