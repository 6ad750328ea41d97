/** What the state of a booking means when nothing went wrong with a write, why its partner was not told of it, and what is not known at all. */
import type { CauseText } from '../cause.ts';

export const stateCauses = {
  not_confirmed: {
    summary: 'Reserved and not confirmed: the partner has not called confirm.',
    fault: 'client',
    action:
      'Nothing to repair; an unconfirmed reservation lapses by itself. If the partner says it confirmed, ask for the correlation id of that call and find it.',
  },
  supplier_slow: {
    summary: 'Confirmed by the partner; the supplier has not decided yet.',
    fault: 'supplier',
    action:
      'Wait for the supplier. If it stays pending beyond the confirmation time shown at search, raise it with 12go.',
  },
  status_unknown: {
    summary: '12go uses a status word that is not known here, so the booking is shown as pending.',
    fault: 'supplier',
    action: 'Ask 12go what the word means and have it added; until then read the booking’s state at 12go.',
  },
  all_well: {
    summary: 'Confirmed, and the ticket is issued.',
    fault: 'nobody',
    action: 'Nothing to do.',
  },
  ticket_late: {
    summary: 'Confirmed, but the supplier has not issued the ticket yet.',
    fault: 'supplier',
    action:
      'The ticket endpoint answers 202 until it is there. If it takes longer than an hour, raise it with 12go.',
  },
  supplier_declined: {
    summary: 'The supplier declined the booking after it was confirmed.',
    fault: 'supplier',
    action: 'The partner books another trip; whether money is due back is 12go’s to say.',
  },
  cancelled: {
    summary: 'Cancelled.',
    fault: 'nobody',
    action: 'Nothing to do; the refund is 12go’s to pay.',
  },
  lapsed: {
    summary: 'The booking failed or lapsed at the supplier.',
    fault: 'supplier',
    action: 'The partner starts again from get itinerary.',
  },
  webhook_waiting: {
    summary: 'The partner was not told yet: its webhook endpoint failed, and is tried again.',
    fault: 'client',
    action:
      'Wait: it is tried again by itself, on schedule. The partner repairs its endpoint, and reads the booking or the feed meanwhile.',
    command: 'partner-cli webhooks list --client {client}',
  },
  webhook_refused: {
    summary: 'The partner was not told: its webhook endpoint answered with an error until it was given up.',
    fault: 'client',
    action:
      'The partner repairs its endpoint, and reads the booking or the feed meanwhile. Then send it again with `partner-cli webhooks replay`: docs/runbooks/webhooks-given-up.md.',
    command: 'partner-cli webhooks dead --client {client}',
  },
  webhook_unreachable: {
    summary: 'The partner was not told: its webhook endpoint could not be reached until it was given up.',
    fault: 'client',
    action:
      'See the word in the evidence: a name, a certificate, a firewall, an address that is not public. When the partner has repaired it, send it again with `partner-cli webhooks replay`: docs/runbooks/webhooks-given-up.md.',
    command: 'partner-cli webhooks dead --client {client}',
  },
  webhook_gone: {
    summary: 'The partner was not told: its webhook endpoint answered 410, which ends all deliveries.',
    fault: 'client',
    action:
      'Ask the partner whether it meant to. When it wants webhooks again, enable the endpoint and send them again: docs/runbooks/webhook-endpoint-disabled.md.',
    command: 'partner-cli webhooks list --client {client}',
  },
  webhook_disabled: {
    summary: 'The partner was not told: its webhook endpoint is disabled, or was when it was due.',
    fault: 'client',
    action:
      'See who or what disabled it, and why. When the reason is gone, enable it and send them again: docs/runbooks/webhook-endpoint-disabled.md.',
    command: 'partner-cli webhooks list --client {client}',
  },
  webhook_missing: {
    summary:
      'The partner was not told: its webhook was taken out of the settings, or a secret of it is missing.',
    fault: 'gateway',
    action:
      'Compare the `webhook` of the client in its settings, and the secrets that it points to, then reload. What was given up can be sent again with `partner-cli webhooks replay`.',
    command: 'partner-cli webhooks list --client {client}',
  },
  no_ticket: {
    summary:
      'The booking was in no state that has a ticket: not confirmed yet, or cancelled or lapsed since.',
    fault: 'client',
    action: 'Nothing to repair. The partner reads the booking and acts on its status.',
    command: 'partner-cli booking inspect {bid} --client {client}',
  },
  unknown_at_12go: {
    summary: '12go was asked for the booking, and does not know it under the key of this client.',
    fault: 'supplier',
    action:
      'See whether the 12go key of the client was exchanged for one of another account. If it was not, raise it with 12go, with its number of the booking; where the partner sends 12go’s own numbers, see first whether it is the right one.',
    command: 'partner-cli upstream keys --client {client}',
  },
  not_reserved: {
    summary: 'The cart was opened and never became a booking; no create of it is known.',
    fault: 'nobody',
    action:
      'Nothing to repair. If the partner says it booked, ask for the correlation id of that call and find it.',
  },
  unknown: {
    summary: 'What is known does not say why.',
    fault: 'nobody',
    action: 'See what is missing below, get it, and look again.',
    command: 'partner-cli doctor',
  },
} as const satisfies Record<string, CauseText>;
