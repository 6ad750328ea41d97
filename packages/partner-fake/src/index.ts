/** The stateful fake of the partner API. */
export type * from './fake-api.ts';
export { createPartnerFake } from './partner-fake.ts';
