/**
 * The budget of the code base: how many files and how long, and who imports whom. Fails on too many source files in a package or a
 * folder and on a broken import rule, warns about a package whose median file is long, and about long functions. `--root <folder>`
 * looks at another tree.
 */
import { budgetOf } from './lib/budget.mjs';
import { root as repository } from './lib/root.mjs';

const rootFlag = process.argv.indexOf('--root');
const root = (rootFlag > 0 && process.argv[rootFlag + 1]) || repository;

const { sizes, warnings, faults } = await budgetOf(root);
for (const line of sizes) console.log(line);
for (const warning of warnings) console.log(`warning: ${warning}`);
for (const fault of faults) console.error(`error: ${fault}`);
console.log(faults.length === 0 ? 'import rules: kept' : `budget: ${faults.length} errors`);
process.exit(faults.length === 0 ? 0 : 1);
