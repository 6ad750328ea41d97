/** Reads the JSON of an answer: byte order marks before it and PHP's notices behind it do not count. */

/** The text of UTF-8. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The JSON of a text, or undefined. Byte order marks before it and notices of PHP behind it are not part of it. */
export const parse = (text: string): unknown => {
  const bare = text.replace(/^\uFEFF+/, '');
  const json = parseJson(bare);
  return json === undefined ? parseBeforeNotice(bare) : json;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const noticePattern =
  /(?<=[}\]"])\s*(?:<(?:(?:br|b|font|table)\b|!--)|(?:PHP )?(?:Notice|Warning|Deprecated): )/gi;
const mostNotices = 4;
/** A longer text is parsed once more and no further, since each time costs. */
const longLength = 128 * 1024;

/** Whole JSON before the first notice or a later one, since a text within the JSON may look like one. */
const parseBeforeNotice = (text: string): unknown => {
  let left = text.length > longLength ? 1 : mostNotices;
  for (const { index } of text.matchAll(noticePattern)) {
    const json = parseJson(text.slice(0, index));
    left -= 1;
    if (json !== undefined || left === 0) return json;
  }
  return undefined;
};
