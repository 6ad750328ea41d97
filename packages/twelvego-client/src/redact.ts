/** Takes URLs and keys out of upstream's words before anybody sees them. */

const urlPattern = /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s"'<>]*/gi;
const keyParameterPattern = /\b(k|key|api[_-]?key|token)=[^\s&"'<>]+/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const controlPattern = /[\u0000-\u001f\u007f]+/g;
const longestText = 500;
const shortestKey = 4;

/** Cleans one text of an upstream answer. */
export type Redact = (text: string) => string;

/** A cleaner that also knows the key of the call, plain and as a URL spells it. */
export function createRedact(apiKey: string | undefined): Redact {
  const spellings =
    apiKey === undefined || apiKey.length < shortestKey ? [] : [apiKey, encodeURIComponent(apiKey)];
  return (text) => {
    const known = spellings.reduce((rest, spelling) => rest.replaceAll(spelling, '[key]'), text);
    const clean = known
      .replace(urlPattern, '[url]')
      .replace(keyParameterPattern, '$1=[key]')
      .replace(controlPattern, ' ');
    return clean.slice(0, longestText);
  };
}
