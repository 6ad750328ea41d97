/** Measures the built package and writes what it costs, in bytes and milliseconds, into the README. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const built = fileURLToPath(new URL('../dist/index.js', import.meta.url));
const readme = new URL('../README.md', import.meta.url);

/** Bytes of a minified, gzipped browser bundle of the named exports. */
const bytesOf = async (names) => {
  const { outputFiles } = await build({
    stdin: { contents: `export ${names} from '${built}';`, resolveDir: '.' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
};

/** Milliseconds of a whole process. */
const milliseconds = (code) => {
  const start = process.hrtime.bigint();
  execFileSync(process.execPath, ['--input-type=module', '-e', code]);
  return Number(process.hrtime.bigint() - start) / 1e6;
};

/** What an import adds to a bare process: the best of many turns each, because the machine has neighbours. */
const importCost = () => {
  const turns = Array.from({ length: 30 }, () => [
    milliseconds(''),
    milliseconds(`await import(${JSON.stringify(built)})`),
  ]);
  return Math.min(...turns.map(([, loaded]) => loaded)) - Math.min(...turns.map(([bare]) => bare));
};

const imports = [
  ['Everything', '*'],
  ['`quote`, `createMarkup`, `toContractPricing`', '{ quote, createMarkup, toContractPricing }'],
  ['`money`, `add`, `toContractMoney`', '{ money, add, toContractMoney }'],
];
const rows = [['Import', 'min + gzip']];
for (const [label, names] of imports) rows.push([label, `${((await bytesOf(names)) / 1000).toFixed(1)} kB`]);
const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);

const cost = importCost();
const line = `Importing it costs about ${cost.toFixed(1)} ms over a bare Node ${process.versions.node.split('.')[0]} process.`;
const text = `<!-- size -->\n${lines.join('\n')}\n\n${line}\n<!-- /size -->`;
console.log(text);
writeFileSync(readme, readFileSync(readme, 'utf8').replace(/<!-- size -->[\s\S]*<!-- \/size -->/, text));
