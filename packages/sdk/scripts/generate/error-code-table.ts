/** Writes the contract's error codes as a documented type. */
import { errorCodes, errorTable } from '@partner-gateway/contract';
import { docstring } from './schema-docs.ts';

const codeExample = `const known: ErrorCode = 'price_changed';
if (isGatewayError(error)) console.log(error.code === known);`;

const member = (code: (typeof errorCodes)[number]): string => {
  const { status, meaning } = errorTable[code];
  return `/** ${status}: ${meaning} */\n| '${code}'`;
};

/** The text of `error-codes.ts`. */
export const errorCodesFile = (): string =>
  [
    "/** The contract's error codes. Generated from its error table by `pnpm generate`; do not edit. */",
    `${docstring('A stable code of the contract. Answers may carry newer ones.', codeExample)}export type ErrorCode =\n${errorCodes
      .map(member)
      .join('\n')};`,
  ].join('\n\n');
