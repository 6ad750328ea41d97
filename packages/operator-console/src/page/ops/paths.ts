/** The paths of the ops API that the console asks; a test compares them with the contract. */
export const paths = {
  operator: '/ops/v1/operator',
  find: '/ops/v1/find',
  state: '/ops/v1/state',
  logLines: '/ops/v1/log-lines',
  openOutcomes: '/ops/v1/open-outcomes',
  resolveOutcome: '/ops/v1/open-outcomes/resolve',
  seatLocks: '/ops/v1/seat-locks',
  releaseSeatLocks: '/ops/v1/seat-locks/release',
  upstreamLimits: '/ops/v1/upstream/limits',
  changeUpstreamLimits: '/ops/v1/upstream/limits',
  changeClientLimits: '/ops/v1/clients/limits',
  webhooks: '/ops/v1/webhooks',
  webhookDeadLetters: '/ops/v1/webhooks/dead-letters',
  replayWebhooks: '/ops/v1/webhooks/replay',
  changeWebhookEndpoint: '/ops/v1/webhooks/endpoint',
  notificationDeadLetters: '/ops/v1/notifications/dead-letters',
} as const;

/** Those of a router. */
export const routerPaths = { flags: '/rollout/v1/flags', report: '/rollout/v1/report' } as const;
