/** A Redis whose wall clock can be stepped: the system's calls for the time, answered with an offset that a file holds. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = `
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static volatile int64_t *ahead;
static int64_t offset_ms(void) {
  if (!ahead) {
    const char *path = getenv("CLOCK_OFFSET_FILE");
    int file = path ? open(path, O_RDONLY) : -1;
    void *page = file < 0 ? MAP_FAILED : mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
    if (page == MAP_FAILED) return 0;
    ahead = page;
  }
  return *ahead;
}
static void shift(struct timespec *ts) {
  int64_t ms = offset_ms();
  ts->tv_sec += ms / 1000;
  ts->tv_nsec += (ms % 1000) * 1000000;
  if (ts->tv_nsec >= 1000000000) { ts->tv_sec++; ts->tv_nsec -= 1000000000; }
  if (ts->tv_nsec < 0) { ts->tv_sec--; ts->tv_nsec += 1000000000; }
}
int clock_gettime(clockid_t id, struct timespec *ts) {
  int failed = syscall(SYS_clock_gettime, id, ts);
  if (!failed && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) shift(ts);
  return failed;
}
int gettimeofday(struct timeval *restrict tv, void *restrict tz) {
  struct timespec ts;
  (void)tz;
  if (clock_gettime(CLOCK_REALTIME, &ts)) return -1;
  tv->tv_sec = ts.tv_sec;
  tv->tv_usec = ts.tv_nsec / 1000;
  return 0;
}
time_t time(time_t *out) {
  struct timespec ts;
  clock_gettime(CLOCK_REALTIME, &ts);
  if (out) *out = ts.tv_sec;
  return ts.tv_sec;
}
`;

export type ClockShim = {
  /** What the process has to be started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** How far its clock is ahead from now on; negative is behind. */
  set(aheadMs: number): void;
};

/** Builds the shim with the machine's C compiler. */
export const buildClockShim = (): ClockShim => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-clock-'));
  const [code, library, offset] = ['shim.c', 'shim.so', 'offset'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(code, source);
  execFileSync(process.env.CC_BIN ?? 'cc', ['-shared', '-fPIC', '-O1', '-o', library, code]);
  const set = (aheadMs: number): void => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(aheadMs));
    // In place, because the process has this very file mapped.
    writeFileSync(offset, bytes, { flag: 'r+' });
  };
  writeFileSync(offset, Buffer.alloc(8));
  return { environment: { LD_PRELOAD: library, CLOCK_OFFSET_FILE: offset }, set };
};
