/** What can be made to go wrong while a trip is booked, and what the gateway guarantees then. */

/** The sandbox stages it by the first name of a passenger. */
export type Failure = {
  readonly label: string;
  readonly firstName: string;
  readonly happens: string;
  readonly guarantee: string;
};

export const failures: readonly Failure[] = [
  {
    label: 'Sold out',
    firstName: 'Sandbox Sold Out',
    happens: 'The last seat goes to somebody else before 12go reserves.',
    guarantee:
      'The refusal says not_executed: nothing was changed at the supplier, so another trip can be offered at once.',
  },
  {
    label: 'Price moved',
    firstName: 'Sandbox Price Moved',
    happens: '12go asks for 6 % more when it reserves.',
    guarantee:
      'Nothing is confirmed at a price that nobody agreed to. The reservation stands at the new price until you accept it, and lapses by itself if you do not.',
  },
  {
    label: 'Slow answer',
    firstName: 'Sandbox Slow',
    happens: '12go answers after three seconds.',
    guarantee:
      'The reservation is sent once and awaited. What takes longer than the gateway waits is answered with 202 and a place to ask again; it is never a reason to book twice.',
  },
  {
    label: 'Lost answer',
    firstName: 'Sandbox Reset After',
    happens: '12go reserves, and the connection breaks before its answer arrives.',
    guarantee:
      'The reservation is never sent again. The gateway answers 202, finds out what became of it, and the same key leads to that one booking.',
  },
];
