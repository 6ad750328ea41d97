/** The configuration-change call: client settings, secrets and rates read again, and what came of it told and logged. */
import type { FieldError, Reloaded } from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';
import { GatewayError, UnusableSource } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Slice = Pick<Deps, 'callers' | 'clock' | 'service'>;

const mistakesOf = (field: string, failure: unknown): readonly FieldError[] => {
  if (failure === undefined) return [];
  return failure instanceof UnusableSource ? failure.mistakes : [{ field, message: 'cannot be read' }];
};

const sentence = (name: string, mistakes: readonly FieldError[]): string =>
  mistakes.length === 0 ? `${name} were reloaded.` : `${name} were refused; the old ones stay.`;

/**
 * Reloads. What can be used is taken even when the other cannot.
 *
 * @throws GatewayError `unprocessable` with every mistake when something was refused as a whole.
 */
export const reloadConfiguration = async (
  { service: { copies }, clock: { nowMs }, callers: { partners } }: Slice,
  operator: string | undefined,
  log: PartnerCall['log'],
): Promise<Reloaded> => {
  const { clients, rates, secrets } = copies;
  await Promise.all([clients.refresh(), rates.refresh(), secrets.refresh()]);
  const refused = {
    secrets: mistakesOf('secrets', secrets.failure()),
    clients: mistakesOf('clients', clients.failure()),
    rates: mistakesOf('rates', rates.failure()),
  };
  const fields = [...refused.clients, ...refused.rates, ...refused.secrets];
  const loaded = rates.current();
  const outcome = fields.length === 0 ? 'loaded' : 'refused';
  log(outcome === 'loaded' ? 'info' : 'error', 'Configuration reload', {
    operator,
    outcome,
    count: fields.length,
  });
  if (fields.length > 0 || loaded === undefined) {
    const detail = `${sentence('The client settings', refused.clients)} ${sentence('The exchange rates', refused.rates)} ${sentence('The secrets', refused.secrets)}`;
    throw new GatewayError('unprocessable', { detail, fields });
  }
  const { table, refusals } = loaded;
  return {
    clients: partners.all().length,
    rates: {
      source: table.source,
      as_of: table.asOf,
      pairs: table.rates.size,
      refused: refusals.map(({ from, to, reason, kept }) => ({ from, to, reason, kept })),
    },
    reloaded_at: toUtcSecond(nowMs()),
  };
};
