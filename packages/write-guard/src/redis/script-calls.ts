/** The scripts of the write store as they are called: under what is believed of its memory, and answered in time or not at all. */
import type { ProtocolTimes } from '../protocol/record.ts';
import { StoreUnavailable } from '../protocol/store.ts';
import type { RedisClient } from './client.ts';
import { withinDeadline } from './command-deadline.ts';
import { toUnavailable } from './errors.ts';
import { toWriteKeys } from './replies.ts';
import { defineScript, type ScriptReply } from './script.ts';
import * as lua from './scripts.lua.ts';
import { createStoreEpoch } from './store-epoch.ts';

export type ScriptCallOptions = {
  readonly times: ProtocolTimes;
  /** How long a command may go unanswered. */
  readonly commandLimitMs: number;
  readonly monotonicMs: () => number;
};

const scriptsOf = (redis: RedisClient) => {
  const define = (name: string, text: string) =>
    defineScript(redis, `write_${name}`, { numberOfKeys: lua.writeScriptKeys, lua: text });
  return {
    learn: define('learn', lua.learnEpochLua),
    begin: define('begin', lua.beginLua),
    toSend: define('to_send', lua.toSendLua),
    finish: define('finish', lua.finishLua),
    markUnknown: define('unknown', lua.markUnknownLua),
    release: define('release', lua.releaseLua),
    settle: define('settle', lua.settleLua),
    takeDue: define('take_due', lua.takeDueLua),
    defer: define('defer', lua.deferLua),
    unsettled: define('unsettled', lua.unsettledLua),
  };
};

/** Registers the scripts with a client; what is believed of each client's memory lives as long as what is returned. */
export const createScriptCalls = (
  redis: RedisClient,
  { times, commandLimitMs, monotonicMs }: ScriptCallOptions,
) => {
  const scripts = scriptsOf(redis);

  const answered = <Reply>(command: Promise<Reply>, limitMs = commandLimitMs): Promise<Reply> =>
    withinDeadline(command, { limitMs, monotonicMs }).catch((error: unknown) => {
      throw toUnavailable(error);
    });
  const epochs = createStoreEpoch({
    times,
    monotonicMs,
    ask: (clientId, args) => answered(scripts.learn(toWriteKeys(clientId), args)),
  });
  // What was believed ends with the connection; the scripts find out by themselves where one stays over a failover.
  redis.on('close', () => epochs.forgetAll());

  /** Every reply begins with the server's time, which is held against our monotonic clock. */
  const call = async (clientId: string, running: Promise<ScriptReply>): Promise<ScriptReply> => {
    const sentAtMs = monotonicMs();
    const [now, ...rest] = await answered(running);
    epochs.noteTime(clientId, Number(now), sentAtMs);
    return rest;
  };

  /** `off_clock` without a step: the command ran after its caller had to give up. */
  const distrusted = (clientId: string, kind: string): void => {
    if (kind === 'epoch_changed') epochs.forget(clientId);
    if (kind === 'off_clock') throw new StoreUnavailable('unanswered');
  };

  const beliefArgs = async (clientId: string): Promise<[string, number, number]> => {
    const { epochId, earliestMs, latestMs } = await epochs.current(clientId);
    return [epochId, earliestMs, latestMs];
  };

  return { scripts, epochs, answered, call, distrusted, beliefArgs };
};
