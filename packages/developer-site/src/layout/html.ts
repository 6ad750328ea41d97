/** Text as it stands in HTML. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML, in elements and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** Text with `code` in backticks, as the contract writes its sentences. */
export const inlineCode = (text: string): string => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/** A table that can be scrolled by keyboard where it is wider than the page. Cells are HTML. */
export const htmlTable = (
  label: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string => {
  const cells = (tag: 'td' | 'th', row: readonly string[]): string =>
    `<tr>${row.map((cell) => (tag === 'th' ? `<th scope="col">${cell}</th>` : `<td>${cell}</td>`)).join('')}</tr>`;
  const body = rows.map((row) => cells('td', row)).join('\n');
  return `<div class="table" role="region" aria-label="${escapeHtml(label)}" tabindex="0"><table><thead>${cells('th', head)}</thead><tbody>
${body}
</tbody></table></div>`;
};
