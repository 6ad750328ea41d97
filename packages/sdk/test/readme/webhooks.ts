/** Checks a webhook that was signed like one of the gateway. */
import { isWebhookError, signSample, verifyWebhook } from '@partner-gateway/sdk/webhooks';

const secret = process.env.WEBHOOK_SECRET ?? 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** Any server that hands over a Fetch `Request`; for Node’s own, give `request.headers` and the raw body. */
export const receive = async (request: Request): Promise<Response> => {
  try {
    const { headers } = request;
    const { id, notification } = await verifyWebhook({ headers, body: await request.text(), secret });
    // Drop an `id` that you have seen; answer within 10 seconds, and read the booking afterwards.
    console.log(id, notification.booking_id, notification.status);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!isWebhookError(error)) throw error;
    console.error(error.failure, error.message);
    return new Response(error.message, { status: error.failure === 'secret_unusable' ? 500 : 400 });
  }
};

const { headers, body } = await signSample({ secret, notification: { status: 'cancelled' } });
const answer = await receive(new Request('https://shop.example/webhooks', { method: 'POST', headers, body }));
console.log(answer.status);
