/** A session with the cluster's own interface: opened, used, closed; whatever fails is a KafkaFailure. */
import { Admin } from '@platformatic/kafka';
import { type KafkaConnection, toClientOptions } from '../connection.ts';
import { toKafkaFailure } from '../kafka-failure.ts';

/** @throws KafkaFailure */
export const withAdmin = async <Value>(
  connection: KafkaConnection,
  use: (admin: Admin) => Promise<Value>,
): Promise<Value> => {
  const admin = new Admin(toClientOptions(connection));
  try {
    return await use(admin);
  } catch (error) {
    throw toKafkaFailure(error);
  } finally {
    await admin.close().catch(() => undefined);
  }
};
