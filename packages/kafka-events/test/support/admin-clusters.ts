/** Clusters that are asked and told things, each gone with its test; and the way to them. */
import type { KafkaConnection } from '@partner-gateway/kafka-events';
import { afterEach } from 'vitest';
import { type AdminCluster, type AdminClusterOptions, startAdminCluster } from './admin-cluster.ts';

/** Starts clusters for the tests of a file; call it at the top level. */
export const useAdminClusters = () => {
  const open: AdminCluster[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });
  return async (options: AdminClusterOptions = {}): Promise<AdminCluster> => {
    const cluster = await startAdminCluster(options);
    open.push(cluster);
    return cluster;
  };
};

export const connectionTo = ({ address }: Pick<AdminCluster, 'address'>): KafkaConnection => ({
  brokers: [address],
  clientName: 'tests',
});
