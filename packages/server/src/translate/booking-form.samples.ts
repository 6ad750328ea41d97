/** Checkout forms for tests: read by the real client off a body, and priced with the contract's 10 %. */
import { createMarkup, surcharge, toContractMoney } from '@partner-gateway/pricing';
import {
  type CheckoutForm,
  createTwelveGoClient,
  createTwelveGoTransport,
  type Price,
  toCartId,
  toDecimal,
} from '@partner-gateway/twelvego-client';
import type { SurchargePricing } from './surcharges.ts';

const markup = createMarkup({ percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' });

/** 12go's answer to the checkout call, as the client reads it. */
export function readCheckout(body: string): Promise<CheckoutForm> {
  const bytes = new TextEncoder().encode(body);
  const transport = createTwelveGoTransport({
    baseUrl: 'https://api.upstream.example',
    exchange: async () => ({
      status: 200,
      headers: new Headers({ 'content-type': 'application/json' }),
      body: (async function* () {
        yield await Promise.resolve(bytes);
      })(),
    }),
  });
  return createTwelveGoClient(transport, 'key').checkoutForm(toCartId('c8Kq2Zt1'), 2);
}

/** A net fare per passenger. */
export const fareOf = (value: string, fxcode: string): Price => ({ value: toDecimal(value), fxcode });

/** Surcharges over a fare, marked up by 10 %. */
export const pricingAt = (base: Price): SurchargePricing => ({
  base,
  sell: (net) => toContractMoney(surcharge({ net, markup }).price),
});
