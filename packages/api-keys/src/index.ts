/** API keys of partners and operators, known by their salted hashes. */
export {
  createOperators,
  hashApiKey,
  isKeyOf,
  type KnownOperator,
  keyHashPattern,
  keyLives,
  type Operator,
  type Operators,
  readOperators,
} from './api-keys.ts';
