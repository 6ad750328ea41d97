/** What a JSON text is refused for that a parser takes: brackets too deep for whatever recurses into them, and members named twice. */

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

/** Brackets, and strings with the colon behind them: in JSON only the name of a member has one. */
const tokens = /[{}[\]]|"((?:[^"\\]|\\.)*)"(\s*:)?/g;

/**
 * The name of a member that stands twice in one object, if there is any: parsers disagree on which of them counts.
 *
 * @param text JSON that could be parsed.
 * @example
 * repeatedMember('{"a":1,"b":{"a":2},"\u0061":3}'); // 'a'
 */
export const repeatedMember = (text: string): string | undefined => {
  const open: (Set<string> | undefined)[] = [];
  for (const [token, written, colon] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (written === undefined) open.pop();
    else if (colon !== undefined) {
      const name = JSON.parse(`"${written}"`) as string;
      const names = open.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    }
  }
  return undefined;
};
