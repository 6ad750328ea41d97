/** A field of a booking form, as a page shows it. */
import type { Money } from '../../generated/schemas.ts';

/**
 * One of the answers that a field takes.
 *
 * @example
 * ```ts
 * const label = ({ title, surcharge }: FormChoice): string => (surcharge ? `${title} *` : title);
 * console.log(toFields(offer.booking_schema).flatMap(({ choices }) => choices.map(label)));
 * ```
 */
export type FormChoice = {
  /** What goes into `booking_data`. */
  value: string;
  /** For people; it names the surcharge where there is one. */
  title: string;
  /** What it costs on top of the fare; undefined for nothing. */
  surcharge: Money | undefined;
};

/**
 * What a field takes: any text, an address, a day `YYYY-MM-DD`, one of its choices, yes or no, a file in base64, seats.
 *
 * @example
 * ```ts
 * const input: Partial<Record<FormFieldKind, string>> = { email: 'email', date: 'date', flag: 'checkbox' };
 * console.log(toFields(offer.booking_schema).map(({ kind }) => input[kind] ?? 'text'));
 * ```
 */
export type FormFieldKind = 'text' | 'email' | 'date' | 'choice' | 'flag' | 'file' | 'seats';

/**
 * A field to be filled in.
 *
 * @example
 * ```ts
 * const must = ({ title, required }: FormField): string => (required ? `${title} *` : title);
 * console.log(toFields(offer.booking_schema).map(must));
 * ```
 */
export type FormField = {
  /** Where it stands, written as in `fields` of a refusal: `booking_data.passengers[0].first_name`. */
  field: string;
  /** Its own name, such as `first_name`. */
  name: string;
  /** Which traveller it is about, from 0; undefined when it is about the whole booking. */
  passenger: number | undefined;
  /** What it takes. */
  kind: FormFieldKind;
  /** For people. The name where the operator gave no title. */
  title: string;
  /** More words for people, where there are any. */
  description: string | undefined;
  /** Whether a booking is refused without it. */
  required: boolean;
  /** What the operator expects most people to answer. */
  preset: unknown;
  /** Of a choice, and of the seats. Empty for any other kind. */
  choices: FormChoice[];
  /** Regular expressions, of which a text has to match one. Empty when any text will do. */
  patterns: string[];
  /** Of seats: how many. */
  count:
    | {
        /** At least. */
        min: number;
        /** At most. */
        max: number;
      }
    | undefined;
};
