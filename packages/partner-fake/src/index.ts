/** The stateful fake of the partner API. */
export type {
  CreatePartnerFake,
  DescribedBooking,
  DescribedEvent,
  Listening,
  ListenOptions,
  PartnerFake,
  PartnerFakeOptions,
  PartnerFakeState,
  WebhookTarget,
} from './fake-api.ts';
export { createPartnerFake } from './partner-fake.ts';
export type { ActiveScenario } from './scenarios/scenario.ts';
