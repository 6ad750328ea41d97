/** What the partner sent, or who it is. */
import type { CauseText } from '../cause.ts';

export const callerCauses = {
  key_refused: {
    summary: 'The partner’s key is none of its client’s, or it is not said whose it is.',
    fault: 'client',
    action:
      'Compare the client id in the path with the settings, and the key with its hash: docs/runbooks/rotate-keys.md.',
    command: 'partner-cli doctor --client {client}',
  },
  key_missing: {
    summary: 'The request carried no key in the header for it.',
    fault: 'client',
    action: 'The partner sends its key as x-api-key; if it does, something on the way drops the header.',
  },
  key_expired: {
    summary: 'The partner’s key has expired.',
    fault: 'client',
    action: 'The partner changes to its next key; where it has none, make one: docs/runbooks/rotate-keys.md.',
    command: 'partner-cli doctor --client {client}',
  },
  key_of_another: {
    summary: 'The key is that of another client than the one in the path.',
    fault: 'client',
    action: 'The partner sends each key with the client id that it was made for.',
  },
  client_unknown: {
    summary: 'No client of the name in the path is set up here.',
    fault: 'client',
    action:
      'Compare the client id in the path with the settings; a client that was just added has to be loaded first: docs/runbooks/rotate-keys.md.',
    command: 'partner-cli config show',
  },
  client_disabled: {
    summary: 'The client is set up here, and disabled.',
    fault: 'nobody',
    action: 'Ask whoever disabled it, and why, before it is enabled in its settings again.',
    command: 'partner-cli doctor --client {client}',
  },
  notification_refused: {
    summary: 'A notification was not signed as 12go has to sign, or came from an address that is not 12go’s.',
    fault: 'supplier',
    action:
      'Compare NOTIFICATION_SECRET and NOTIFICATION_SOURCES with what 12go uses. No booking depends on it: states are read from 12go.',
    command: 'partner-cli config show',
  },
  place_unmapped: {
    summary: 'No place of the search is in the id tables, so 12go was not asked.',
    fault: 'client',
    action:
      'See whether the place is one of the stations or POIs that the gateway lists. If it should be, have it mapped in the master data.',
    command: 'partner-cli state',
  },
  client_left: {
    summary: 'The client closed its connection before its answer came.',
    fault: 'client',
    action:
      'Compare how long it waited with the time limit that the partner set: a search may take 10 s, a booking 20 s. Of a booking write the story goes on: the partner repeats it under the same key and gets its answer.',
    command: 'partner-cli logs tail {correlation}',
  },
  token_tampered: {
    summary: 'The sealed text was altered, cut off, or issued to another client.',
    fault: 'client',
    action: 'The partner sends tokens and ids exactly as it got them, under the client that got them.',
  },
  sealing_key_gone: {
    summary:
      'The sealed text was made under a sealing key that this instance does not have: it was removed too early.',
    fault: 'gateway',
    action:
      'Put the key back into SEALING_KEYS until what it sealed has run out: docs/runbooks/rotate-sealing-keys.md.',
    command: 'partner-cli doctor',
  },
  token_expired: {
    summary: 'The booking token had run out: it lives twenty minutes.',
    fault: 'client',
    action: 'The partner opens the itinerary again.',
  },
  result_expired: {
    summary: 'The partner polled a result past its fifteen minutes.',
    fault: 'client',
    action: 'The partner repeats the same request under the same key, and gets its answer.',
    command: 'partner-cli outcomes list --client {client}',
  },
  request_invalid: {
    summary: 'The request was malformed; nothing was asked of 12go for it.',
    fault: 'client',
    action: 'The partner corrects what its answer names, and sends it again.',
  },
  not_found: {
    summary: 'What the request names does not exist, or is not this client’s.',
    fault: 'client',
    action: 'The partner compares the id with the one that it got, and the client with the one that got it.',
  },
  too_many_requests: {
    summary: 'The client sent more than its limits allow.',
    fault: 'client',
    action:
      'The partner waits as its answer says. If the limit is too low for it, raise it in its settings; `partner-cli state` shows whether an operator lowered it for a while.',
    command: 'partner-cli state --client {client}',
  },
  trip_unbookable: {
    summary: 'The trip can be seen and not be booked: it departed, has too few seats, or lacks the class.',
    fault: 'supplier',
    action: 'Nothing to repair. The partner searches again.',
  },
  gateway_fault: {
    summary: 'The gateway failed: a fault in its own code.',
    fault: 'gateway',
    action:
      'Find the line "Unexpected error" of this correlation id, and report it. Roll back if it began with a deploy.',
    command: 'partner-cli doctor',
  },
} as const satisfies Record<string, CauseText>;
