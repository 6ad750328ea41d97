/** The types of `@partner-gateway/sdk/testing`, by themselves: written out at the build without all that the fake is made of. */
import type { CreatePartnerFake } from '@partner-gateway/partner-fake/api';

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
} from '@partner-gateway/partner-fake/api';

/**
 * Makes a fake of the partner API: trips every day, carts, seats, bookings, refunds, events, idempotency keys, and whatever is set
 * to go wrong. Two fakes know nothing of each other.
 *
 * @throws TypeError on an option that there is none of, and on a base URL, id, key, moment or webhook that cannot be.
 * @example
 * ```ts
 * const { baseUrl, clientId, apiKey, fetch } = createPartnerFake();
 * const gateway = createClient({ baseUrl, clientId, apiKey, fetch });
 * ```
 */
export declare const createPartnerFake: CreatePartnerFake;
