/** Programs beside an embedded gateway: started by tests, and all of them ended with their file. */
import { afterAll } from 'vitest';
import { z } from 'zod';
import { startApi } from './api.ts';
import { besideSettings } from './beside-settings.ts';
import { type Program, runProgram } from './program.ts';

/** Where a program listens, by its own line. */
export const baseUrlOf = (program: Program): string => {
  const line = program
    .stdout()
    .split('\n')
    .find((one) => one.includes('Listening'));
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(JSON.parse(line ?? '{}')).port}`;
};

export const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** A search that finds something. */
export const search =
  '/v1/demo/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';

/** The gateway whose neighbours they share, the settings for one beside it, and how they are started. */
export const startBeside = async () => {
  const api = await startApi();
  const settings = { ...besideSettings(api.config), STORE: 'memory' };
  const programs: Program[] = [];
  afterAll(async () => {
    for (const program of programs) program.kill();
    await api.close();
  });
  const run = (
    path: string,
    environment: Record<string, string> = {},
    args: readonly string[] = [],
  ): Program => {
    const program = runProgram(path, environment, args);
    programs.push(program);
    return program;
  };
  return { api, settings, run };
};
