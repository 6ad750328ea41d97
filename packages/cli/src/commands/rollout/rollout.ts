/** `rollout`: the way from the old system to the gateway, seen and steered. */
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addRedactCommand } from './redact.ts';
import { addReplayCommand } from './replay.ts';

/** Adds the commands below `rollout`. */
export const addRolloutCommand = (program: Command, context: Context): void => {
  const rollout = program.command('rollout').description('the way from the old system to the gateway');
  addRedactCommand(rollout, context);
  addReplayCommand(rollout, context);
};
