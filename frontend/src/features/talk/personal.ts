// The personal-data rules of the server, run before sending. Loaded when somebody writes; without
// it, or on a browser that does not know a pattern, one writes as ever and the server decides.

/** A stretch of a text, in UTF-16 units, and which rule it was. */
export type Piece = { rule: string; start: number; end: number };

type Rules = {
  near: number;
  helplines: string[];
  rules: { id: string; flags: string; helplines: boolean; patterns: string[]; unless: string[] }[];
};
type Stretch = [start: number, end: number];

export function compile(data: Rules): (text: string) => Piece[] {
  const allowed = new Set(data.helplines);
  const rules = data.rules.map((rule) => ({
    ...rule,
    patterns: regexes(rule.patterns, rule.flags),
    unless: regexes(rule.unless, rule.flags),
  }));
  return (text) =>
    rules.flatMap((rule) => {
      const found = matches(rule.patterns, text);
      if (found.length === 0) return [];
      const excused = matches(rule.unless, text);
      const kept = found.filter(
        ([start, end]) =>
          !excused.some(([since, until]) => start <= until + data.near && since <= end + data.near) &&
          !(rule.helplines && allowed.has(text.slice(start, end).replace(/\P{Nd}/gu, ''))),
      );
      return apart(kept).map(([start, end]) => ({ rule: rule.id, start, end }));
    });
}

function regexes(patterns: string[], flags: string): RegExp[] {
  return patterns.flatMap((pattern) => {
    try {
      return [new RegExp(pattern, flags)];
    } catch {
      return [];
    }
  });
}

function matches(patterns: RegExp[], text: string): Stretch[] {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)]
      .filter((match) => match[0].length > 0)
      .map((match): Stretch => [match.index, match.index + match[0].length]),
  );
}

/** The same stretches with overlapping ones joined, in order. */
function apart(stretches: Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const [start, end] of stretches.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = joined.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}
