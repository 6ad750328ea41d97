/** `rollout`: the way from the old system to the gateway, seen and steered. */
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addChangeCommands } from './change.ts';
import { addDualReadCommand } from './dual-read.ts';
import { addGateCommand } from './gate.ts';
import { addImportIdsCommand } from './import-ids.ts';
import { addRedactCommand } from './redact.ts';
import { addRemovalCommands } from './removal-checks.ts';
import { addReplayCommand } from './replay.ts';
import { addReportCommand } from './report.ts';
import { addSequenceCommands } from './sequence.ts';
import { addShowCommand } from './show.ts';

/** Adds the commands below `rollout`. */
export const addRolloutCommand = (program: Command, context: Context): void => {
  const rollout = program.command('rollout').description('the way from the old system to the gateway');
  addShowCommand(rollout, context);
  addChangeCommands(rollout, context);
  addReportCommand(rollout, context);
  addGateCommand(rollout, context);
  addSequenceCommands(rollout, context);
  addRedactCommand(rollout, context);
  addReplayCommand(rollout, context);
  addImportIdsCommand(rollout, context);
  addDualReadCommand(rollout, context);
  addRemovalCommands(rollout, context);
};
