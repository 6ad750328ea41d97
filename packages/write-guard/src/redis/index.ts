/** The write guard's store in Redis, and the connection and scripts that other records beside it are made with. */
export {
  connectRedis,
  createRedis,
  defineScript,
  isRedisHealthy,
  type RedisClient,
  type RedisNode,
  type RedisOptions,
  type RedisPlace,
  type RedisPlaceOptions,
  type RedisScript,
  type ScriptReply,
  untilReady,
} from './client.ts';
export { createRedisWriteStore, type RedisWriteStoreOptions } from './redis-store.ts';
export {
  type RedisSettingsOptions,
  type RedisSettingsWatch,
  type SettingsFault,
  type SettingsReport,
  type SettingsWarning,
  watchRedisSettings,
} from './settings.ts';
