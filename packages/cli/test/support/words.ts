/** Command lines as they are written in pages, split into words. */

/** The words of a line as a shell splits them, up to where its output or input goes elsewhere. */
export const wordsOf = (line: string): string[] => {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
  const end = words.findIndex((word) => /^[<>|;&]+$/.test(word));
  return end < 0 ? words : words.slice(0, end);
};
