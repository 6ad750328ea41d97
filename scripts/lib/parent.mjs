/** Notices the death of the process that started this one: `npm` killed by a supervisor leaves its script behind otherwise. */
import { readFileSync } from 'node:fs';

const shells = new Set(['sh', 'dash', 'bash', 'zsh', 'ash', 'busybox']);

/** @param {number} pid */
const readStat = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const nameEnd = stat.lastIndexOf(')');
    const [, ppid] = stat.slice(nameEnd + 2).split(' ');
    return { name: stat.slice(stat.indexOf('(') + 1, nameEnd), ppid: Number(ppid) };
  } catch {
    return undefined; // not Linux, or the process is gone
  }
};

/**
 * Calls `onDeath` once, within half a second of the death of the package manager that runs this script. It runs a script
 * through a shell that may outlive it, so where the parent is a shell its own parent is watched too. A script started by hand
 * is left alone: sending it to the background and closing the shell is what its user wants.
 * @param {() => void} onDeath
 */
export const watchParent = (onDeath) => {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const shell = readStat(parent);
  const grandparent = shell && shells.has(shell.name) ? shell.ppid : undefined;
  const timer = setInterval(() => {
    const orphaned = process.ppid !== parent;
    const shellOrphaned = grandparent !== undefined && readStat(parent)?.ppid !== grandparent;
    if (!orphaned && !shellOrphaned) return;
    clearInterval(timer);
    onDeath();
  }, 500);
  timer.unref();
};
