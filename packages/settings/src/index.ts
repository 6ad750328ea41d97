/** The settings of the programs, and how they are told to operators. */
export { kafkaConnectionOf } from './events.ts';
export {
  type Config,
  environmentSchema,
  processEnvironment,
  readConfig,
  readProcessConfig,
  secretVariables,
} from './read.ts';
export { ConfigError } from './read-variables.ts';
export { type RouterConfig, readRouterConfig, routerSchema, routerSecrets } from './router.ts';
export { metricsOptions, telemetryOptions } from './telemetry-options.ts';
export { type ToldSettings, tellSettings } from './told.ts';
