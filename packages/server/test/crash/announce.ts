/** How a child process of a crash run says where it listens, and ends with the one that started it. */
export const announce = (where: Readonly<Record<string, string>>): void => {
  process.stdin.on('end', () => process.exit()).resume();
  process.stdout.write(`${JSON.stringify(where)}\n`);
};
