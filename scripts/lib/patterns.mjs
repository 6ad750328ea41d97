/** The names in the tables of import-rules.mjs: exact, or everything that starts so for one that ends in `/` or `*`. */

/** @param {string} pattern @param {string} name */
export const matches = (pattern, name) => {
  if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return pattern.endsWith('/') ? name.startsWith(pattern) : name === pattern;
};
