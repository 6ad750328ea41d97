/** The headers of an HTML page: it runs its own script and style alone, loads nothing from elsewhere, and stands in nobody's frame. */
import { createHash } from 'node:crypto';

const inline = (tag: 'script' | 'style') =>
  new RegExp(`<${tag}(?: type="[^"]*")?>([\\s\\S]*?)</${tag}>`, 'g');

/** What the page says inline, by its hash: the same text and no other is taken. */
const hashesOf = (html: string, tag: 'script' | 'style'): string[] =>
  [...html.matchAll(inline(tag))].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );

/**
 * Makes them for a page.
 *
 * @param stylesItself whether its script writes styles as it runs, as the API reference does.
 * @example
 * reply.headers(pageHeaders('<style>p{}</style><p>Hi</p>')).type('text/html').send(html);
 */
export const pageHeaders = (html: string, stylesItself = false): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    ["script-src 'self'", ...hashesOf(html, 'script')].join(' '),
    stylesItself
      ? "style-src 'self' 'unsafe-inline'"
      : ["style-src 'self'", ...hashesOf(html, 'style')].join(' '),
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
});
