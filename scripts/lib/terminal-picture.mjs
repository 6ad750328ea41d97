/** What a terminal showed, as an SVG: bold where it was bold, and no font of its own. */

const line = 19;
const letter = 8.2;
const margin = 22;
const bar = 34;

/** @param {string} text */
const escaped = (text) =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`).replace(/ /g, '\u00a0');

/** @param {string} text a line with the escapes for bold */
const spans = (text) =>
  text
    .split('\u001b[1m')
    .map((part, at) => {
      if (at === 0) return escaped(part);
      const [bold = '', plain = ''] = part.split('\u001b[22m');
      return `<tspan class="bold">${escaped(bold)}</tspan>${escaped(plain)}`;
    })
    .join('');

/** @param {string} text @param {number} columns cuts what a terminal would have wrapped */
const cut = (text, columns) => {
  const visible = text.replaceAll('\u001b[1m', '').replaceAll('\u001b[22m', '');
  return visible.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
};

/**
 * The picture of a command and what it wrote.
 *
 * @param {{ command: string, output: string, columns: number }} shown
 */
export const terminalPicture = ({ command, output, columns }) => {
  const written = output.replaceAll('\r', '').trimEnd().split('\n');
  const lines = [`\u001b[1m$ ${command}\u001b[22m`, ...written.map((text) => cut(text, columns))];
  const width = Math.ceil(columns * letter + 2 * margin);
  const height = bar + lines.length * line + margin;
  const lights = ['#ff5f57', '#febc2e', '#28c840'].map(
    (colour, at) => `<circle cx="${20 + at * 20}" cy="17" r="6" fill="${colour}"/>`,
  );
  const texts = lines.map(
    (text, at) => `<text x="${margin}" y="${bar + (at + 1) * line}">${spans(text)}</text>`,
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">A terminal: ${escaped(command)} names what happened to a booking</title>`,
    '<style>text{font:13.5px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d6deeb}.bold{font-weight:700;fill:#fff}</style>',
    `<rect width="${width}" height="${height}" rx="10" fill="#111827"/>`,
    ...lights,
    ...texts,
    '</svg>',
  ].join('\n')}\n`;
};
