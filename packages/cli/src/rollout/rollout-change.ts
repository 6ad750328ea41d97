/** One change of the rollout: made at the router that is furthest, and waited for until every router has it. */
import type { ChangeRequest, Flags } from '@partner-gateway/rollout';
import type { Context } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { pause } from '../moments.ts';
import type { Output } from '../output.ts';
import { askFlags, changeAt, demandAnswers, type Routers, type Told } from './routers.ts';

const waitMsMax = 10_000;
const lookEveryMs = 250;

/** The state after a change: what is in effect, and at which routers it is. */
export type Changed = { readonly flags: Flags; readonly told: readonly Told<Flags>[] };

const revisionOf = (one: Told<Flags>): number => ('value' in one ? one.value.rollout.revision : -1);

/** The routers with this revision, or one after it. */
export const inEffectAt = ({ flags, told }: Changed): readonly string[] =>
  told.filter((one) => revisionOf(one) >= flags.rollout.revision).map(({ url }) => url);

const furthest = (told: readonly Told<Flags>[]): string => {
  demandAnswers(told);
  const [first] = told.toSorted((one, other) => revisionOf(other) - revisionOf(one));
  if (first === undefined) throw new CommandFailure('configuration', 'there is no router');
  return first.url;
};

/**
 * Changes the rollout, and waits up to 10 seconds for all routers.
 *
 * @throws CommandFailure when it is refused, or somebody else changed it in between
 */
export const changeRollout = async (
  context: Context,
  routers: Routers,
  { change, reason }: Pick<ChangeRequest, 'change' | 'reason'>,
): Promise<Changed> => {
  const before = await askFlags(context, routers);
  const url = furthest(before);
  const expected_revision = Math.max(...before.map(revisionOf));
  const flags = await changeAt(context, routers, { url, change: { change, reason, expected_revision } });
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const changed = { flags, told: await askFlags(context, routers) };
    if (inEffectAt(changed).length === routers.urls.length || waitedMs >= waitMsMax) return changed;
    await pause(lookEveryMs, context.signal);
  }
};

/** Says where it is in effect. @throws CommandFailure `unhealthy` when a router has not taken it */
export const tellChange = (changed: Changed, output: Output): void => {
  const there = inEffectAt(changed);
  const all = changed.told.length;
  const { revision } = changed.flags.rollout;
  const missing = changed.told.filter(({ url }) => !there.includes(url)).map(({ url }) => new URL(url).host);
  if (output.json)
    output.dataJson({
      rollout: changed.flags.rollout,
      in_effect: there.length,
      instances: all,
      missing,
    });
  else output.data(`revision ${revision} in effect at ${there.length} of ${all}`);
  if (missing.length > 0)
    throw new CommandFailure('unhealthy', `not in effect at ${missing.join(', ')} after 10 s`, {
      hint: 'A router that is up takes it within seconds of seeing another; `rollout show` tells how each is.',
    });
};
