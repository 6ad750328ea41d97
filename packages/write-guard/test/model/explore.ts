/** Breadth-first search over every reachable state of a model; the first bad state comes with its shortest story. */

export type Model<State> = {
  initial: State;
  /** Every step that can be taken, with the state it leads to. */
  steps(state: State): Iterable<readonly [step: string, next: State]>;
  /** Equal for states that behave alike. */
  encode(state: State): string;
  /** Names the broken invariant, if any. */
  violation(state: State): string | undefined;
};

export type Exploration = { states: number; depth: number; violation?: { broken: string; story: string[] } };

type Visit<State> = { state: State; parent: number; step: string; depth: number };

const storyOf = <State>(visits: readonly Visit<State>[], last: number): string[] => {
  const story: string[] = [];
  for (let index = last; index > 0; index = visits[index]?.parent ?? 0)
    story.unshift(visits[index]?.step ?? '');
  return story;
};

/** @throws when there are more than `limit` states: a search that gave up proves nothing. */
export const explore = <State>(model: Model<State>, limit = 3_000_000): Exploration => {
  const seen = new Set([model.encode(model.initial)]);
  const visits: Visit<State>[] = [{ state: model.initial, parent: 0, step: '', depth: 0 }];
  let depth = 0;
  for (let index = 0; index < visits.length; index += 1) {
    const visit = visits[index];
    if (visit === undefined) break;
    depth = visit.depth;
    const broken = model.violation(visit.state);
    if (broken !== undefined)
      return { states: seen.size, depth, violation: { broken, story: storyOf(visits, index) } };
    for (const [step, next] of model.steps(visit.state)) {
      const code = model.encode(next);
      if (seen.has(code)) continue;
      seen.add(code);
      if (seen.size > limit) throw new Error(`more than ${limit} states`);
      visits.push({ state: next, parent: index, step, depth: visit.depth + 1 });
    }
    // States are only needed until their successors are known; the story needs the steps alone.
    visits[index] = { ...visit, state: model.initial };
  }
  return { states: seen.size, depth };
};
