/** Members that a JSON text names twice in one object: parsers disagree on which of them counts. */

/** Brackets, and strings with the colon behind them: in JSON only the name of a member has one. */
const tokens = /[{}[\]]|"((?:[^"\\]|\\.)*)"(\s*:)?/g;

/**
 * The name of a member that stands twice in one object, if there is any.
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
