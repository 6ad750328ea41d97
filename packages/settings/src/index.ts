/** The settings of the programs, and how they are told to operators. */
export { kafkaConnectionOf } from './events.ts';
export {
  type Config,
  ConfigError,
  environmentSchema,
  processEnvironment,
  readConfig,
  readProcessConfig,
  secretVariables,
} from './read.ts';
export { type ToldSettings, tellSettings } from './told.ts';
