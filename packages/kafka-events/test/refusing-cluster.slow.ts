/** Logins, TLS and topics that are missing or forbidden: what a cluster says of them, and what is made of that. */
import { execFileSync } from 'node:child_process';
import { createEventPublisher, createTopics, toEventRecords } from '@partner-gateway/kafka-events';
import { describe, expect, it } from 'vitest';
import type { AdminCluster } from './support/admin-cluster.ts';
import { connectionTo, useAdminClusters } from './support/admin-clusters.ts';
import { statusChanged } from './support/events.ts';

const clusterOf = useAdminClusters();

describe('a cluster that refuses', () => {
  const login = { username: 'gateway', password: 'right' };
  const publish = async (cluster: AdminCluster, password?: string) => {
    const publisher = createEventPublisher({
      ...connectionTo(cluster),
      ...(password !== undefined && {
        sasl: { mechanism: 'plain', username: login.username, password } as const,
      }),
    });
    await publisher.publish(toEventRecords(statusChanged('BK-1', 1))).finally(() => publisher.close());
  };

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'lets in by %s who has the right login, and says of the wrong one that it is that',
    async (mechanism) => {
      const cluster = await clusterOf({ login });
      const connection = connectionTo(cluster);
      const sasl = { mechanism, ...login };
      expect(await createTopics({ ...connection, sasl })).toHaveLength(5);
      const wrong = { ...sasl, password: 'wrong' };
      await expect(createTopics({ ...connection, sasl: wrong })).rejects.toMatchObject({ reason: 'auth' });
    },
  );

  it('lets in over TLS who trusts its certificate, and nobody else', async () => {
    // The key goes to stdout, and the certificate behind it.
    const pem = execFileSync(
      'openssl',
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout -'.split(
        ' ',
      ),
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const cluster = await clusterOf({ tls: { cert: pem, key: pem }, login });
    const connection = { ...connectionTo(cluster), sasl: { mechanism: 'plain', ...login } as const };
    expect(await createTopics({ ...connection, tls: { ca: pem } })).toHaveLength(5);
    for (const stranger of [connection, { ...connection, tls: {} }])
      await expect(createTopics(stranger)).rejects.toMatchObject({ name: 'KafkaFailure' });
  });

  it('asks for the password with each connection, so that a new one is taken up', async () => {
    const cluster = await clusterOf({ login });
    let password = 'of before';
    const sasl = { mechanism: 'plain', username: login.username, password: () => password } as const;
    const connection = { ...connectionTo(cluster), sasl };
    await expect(createTopics(connection)).rejects.toMatchObject({ reason: 'auth' });
    password = login.password;
    expect(await createTopics(connection)).toHaveLength(5);
  });

  it('says of a wrong login to who publishes, too', async () => {
    const cluster = await clusterOf({ login });
    await expect(publish(cluster, 'wrong')).rejects.toMatchObject({ reason: 'auth' });
  });

  it('says that a topic is missing, and makes none by writing to it', async () => {
    const cluster = await clusterOf();
    await expect(publish(cluster)).rejects.toMatchObject({ reason: 'topic_missing' });
    expect(cluster.topics.size).toBe(0);
  });

  it('says that a topic is forbidden', async () => {
    const cluster = await clusterOf({ forbidden: ['booking.status_change'] });
    await expect(publish(cluster)).rejects.toMatchObject({ reason: 'forbidden' });
  });
});
