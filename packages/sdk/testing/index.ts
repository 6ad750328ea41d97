/** `@partner-gateway/sdk/testing`: the stateful fake of the partner API, which is bundled into it. */
export { createPartnerFake } from '@partner-gateway/partner-fake';
export type {
  ActiveScenario,
  DescribedBooking,
  DescribedEvent,
  FakeClock,
  Listening,
  ListenOptions,
  PartnerFake,
  PartnerFakeOptions,
  PartnerFakeState,
  Scenario,
  ScenarioName,
  Scenarios,
  WebhookTarget,
} from './declarations.ts';
