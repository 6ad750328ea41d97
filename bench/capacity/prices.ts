/** What is paid for: list prices of one region of a cloud in US dollars, to be replaced by one's own; no figure of this project. */

export const hoursPerMonth = 730;

/** On demand, Linux, us-east-1. */
export const prices = {
  vcpuPerHour: 0.04048,
  gibPerHour: 0.004445,
  loadBalancerPerMonth: 20,
  registryPerMonth: 5,
  /** Metrics and traces, of a small installation. */
  metricsPerMonth: 50,
  logsPerGb: 0.5,
  /** To the internet. */
  egressPerGb: 0.09,
  /** From the internet to a private network, by a NAT. */
  natPerGb: 0.045,
} as const;

/** Redis nodes, smallest first; a fifth of the memory is left for replication and forks. */
export const redisNodes = [
  { name: 'cache.t4g.micro', gib: 0.5, perHour: 0.016 },
  { name: 'cache.t4g.small', gib: 1.37, perHour: 0.032 },
  { name: 'cache.t4g.medium', gib: 3.09, perHour: 0.065 },
  { name: 'cache.m7g.large', gib: 6.38, perHour: 0.158 },
  { name: 'cache.r7g.large', gib: 13.07, perHour: 0.219 },
  { name: 'cache.r7g.xlarge', gib: 26.32, perHour: 0.437 },
] as const;
