/** The public surface of the sandbox. */
export { defaultAccounts, type SandboxAccount } from './accounts.ts';
export type { WebhookSubscriber } from './bookings.ts';
export type { LedgerEntry } from './ledger.ts';
export { createSandbox, type Sandbox, world } from './sandbox.ts';
export { type ActiveScenario, type ScenarioName, scenarios } from './scenarios.ts';
export { buildSearchAnswer, type SearchAnswer } from './search-answer.ts';
export type { ListeningSandbox } from './server.ts';
export type { SandboxOptions } from './state.ts';
export type { SandboxClock } from './time-and-chance.ts';
export { timetable } from './timetable.ts';
export type { Fare, Leg, TimetableTrip } from './timetable-entry.ts';
export type { WorldClass, WorldOperator, WorldProvince, WorldStation } from './world.ts';
