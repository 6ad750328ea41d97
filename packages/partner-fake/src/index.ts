/** The stateful fake of the partner API. */
export type { FakeClock } from './clock.ts';
export type { Listening, ListenOptions } from './doors/listen.ts';
export type { WebhookTarget } from './events/webhook-poster.ts';
export {
  createPartnerFake,
  type PartnerFake,
  type PartnerFakeOptions,
  type PartnerFakeState,
} from './partner-fake.ts';
export type { ActiveScenario, Scenario, ScenarioName } from './scenarios/scenario.ts';
export type { Scenarios } from './scenarios/scenario-control.ts';
