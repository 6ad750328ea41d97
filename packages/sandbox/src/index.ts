/** The public surface of the sandbox: the neighbours of the gateway, each to be started on a port of this machine. */
export { type SandboxCreditLine, serveCreditLine } from './credit-line.ts';
export { createDemoClients, type DemoClient } from './demo-clients.ts';
export { serveFuji } from './fuji/serve-fuji.ts';
export {
  type LegacyOptions,
  type LegacyRequest,
  type SandboxLegacy,
  serveLegacy,
} from './legacy/serve-legacy.ts';
export { type Served, serve } from './serve.ts';
export { defaultAccounts, type SandboxAccount } from './twelvego/accounts.ts';
export { buildSearchAnswer, type SearchAnswer } from './twelvego/answers/search-answer.ts';
export type { LedgerEntry } from './twelvego/ledger-records.ts';
export { operations } from './twelvego/operations.ts';
export { createSandbox, type Sandbox } from './twelvego/sandbox.ts';
export { type ActiveScenario, type ScenarioName, scenarios } from './twelvego/scenarios.ts';
export type { ListeningSandbox } from './twelvego/server.ts';
export type { SandboxOptions } from './twelvego/state.ts';
export type { SandboxClock } from './twelvego/time-and-chance.ts';
export type { WebhookSubscriber } from './twelvego/webhooks.ts';
export type { WorldClass, WorldOperator } from './twelvego/world/operators.ts';
export type { WorldProvince, WorldStation } from './twelvego/world/places.ts';
export { timetable } from './twelvego/world/timetable.ts';
export type { Fare, Leg, TimetableTrip } from './twelvego/world/timetable-entry.ts';
export { world } from './twelvego/world/world.ts';
