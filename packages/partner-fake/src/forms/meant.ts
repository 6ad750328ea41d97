/** Booking data as they are meant: null is no answer, and people write names and numbers in their own ways. */
import { isRecord, type JsonRecord } from '../answer/json.ts';

const answers = (value: JsonRecord): JsonRecord =>
  Object.fromEntries(Object.entries(value).filter(([, answer]) => answer !== null));

const answersIn = (value: unknown): unknown => (isRecord(value) ? answers(value) : value);

/** The data without what is no answer, in every part of them. */
export const meant = (data: JsonRecord): JsonRecord => {
  const { passengers, additional_fields, ...others } = data;
  return {
    ...answers(others),
    ...(passengers != null && {
      passengers: Array.isArray(passengers) ? passengers.map(answersIn) : passengers,
    }),
    ...(additional_fields != null && { additional_fields: answersIn(additional_fields) }),
  };
};

const betweenDigits = /[\s().\-‐-―−]/gu;

/** A number without what stands between its digits. */
export const phoneOf = (text: string): string => {
  const bare = text.replace(betweenDigits, '');
  return /^\+?\p{Nd}+$/u.test(bare) ? bare : text;
};

/** A name without blanks around it, composed. */
export const nameOf = (text: string): string => text.trim().normalize('NFC');
