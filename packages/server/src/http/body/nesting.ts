/** How deeply a JSON text is nested, judged before anything recurses into it. */

/** Far beyond any body of the contract, and far from where a stack ends. */
export const nestingMax = 64;

/**
 * Whether more than {@link nestingMax} brackets of a JSON text are open at once.
 *
 * @example
 * isTooDeep('[[1]]'); // false
 */
export const isTooDeep = (text: string): boolean => {
  let [depth, isInText] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isInText && letter === '\\') at += 1;
    else if (letter === '"') isInText = !isInText;
    else if (!isInText && (letter === '[' || letter === '{')) depth += 1;
    else if (!isInText && (letter === ']' || letter === '}')) depth -= 1;
    if (depth > nestingMax) return true;
  }
  return false;
};
