/** The write guard's store in Redis, and the connection and scripts that other records beside it are made with. */
export {
  connectRedis,
  createRedis,
  isRedisHealthy,
  type RedisClient,
  type RedisNode,
  type RedisOptions,
  type RedisPlace,
  type RedisPlaceOptions,
  untilReady,
} from './client.ts';
export { orUnavailable } from './errors.ts';
export { changeLogin } from './login.ts';
export { createRedisOutbox, type RedisOutboxOptions } from './redis-outbox.ts';
export { createRedisWriteStore, type RedisWriteStoreOptions } from './redis-store.ts';
export { defineScript, type RedisScript, type ScriptReply } from './script.ts';
export {
  type RedisSettingsOptions,
  type RedisSettingsWatch,
  type SettingsFault,
  type SettingsReport,
  type SettingsWarning,
  watchRedisSettings,
} from './settings.ts';
