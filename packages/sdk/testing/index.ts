/** `@partner-gateway/sdk/testing`: the stateful fake of the partner API, which is bundled into it. */
export { createPartnerFake } from '@partner-gateway/partner-fake';
export type * from './declarations.ts';
