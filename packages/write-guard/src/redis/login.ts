/** Who a client is to its Redis: user and password, changed while it is connected. */
import { Cluster, type Redis } from 'ioredis';

type Login = { readonly username?: string; readonly password?: string };

/** User and password of an address. */
export const loginOf = (url: string): Login => {
  const { username, password } = new URL(url);
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
  };
};

/** Each server's own connection. */
const connectionsOf = (redis: Redis | Cluster): readonly Redis[] =>
  redis instanceof Cluster ? redis.nodes() : [redis];

const logIn = (connection: Redis, { username, password = '' }: Login): Promise<unknown> =>
  username === undefined ? connection.auth(password) : connection.auth(username, password);

/**
 * From now on connections are made as the user of `url`; those that there are log in as it first. Of `url` only user and password are
 * taken, and nothing is done where they are those of now, or where there is none.
 *
 * @throws what the server says, without the password, when it does not take the login: the one before stays
 * @example
 * await changeLogin(redis, 'redis://gateway:new-password@redis.internal:6379');
 */
export const changeLogin = async (redis: Redis | Cluster, url: string): Promise<void> => {
  const login = loginOf(url);
  const made = redis instanceof Cluster ? (redis.options.redisOptions ?? {}) : redis.options;
  const isSame = made.username === login.username && made.password === login.password;
  if (isSame || login.password === undefined) return;
  const connections = connectionsOf(redis);
  const open = connections.filter(({ status }) => status === 'ready');
  await Promise.all(open.map((connection) => logIn(connection, login)));
  for (const options of [made, ...connections.map((connection) => connection.options)])
    Object.assign(options, { username: undefined, ...login });
};
