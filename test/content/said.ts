import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One place in the sources where a sentence is asked for. */
export interface Said {
  readonly where: string;
  /** Keys as they stand there. */
  readonly keys: readonly string[];
  /** Keys with something put in, as a pattern: `paper.title-*`. */
  readonly patterns: readonly string[];
  /** The source of the second argument: what is put into the blanks. */
  readonly blanks: string;
}

/** Every call of `say(…)`, or of `kiosk.say.value(…)`, below kiosk/, but for the host and the dock, which have no citizens. */
export function allSaid(): readonly Said[] {
  const kiosk = path.resolve(import.meta.dirname, '../../kiosk');
  const files = globSync('{core,models,screens,fields,ui}/**/*.{ts,tsx}', { cwd: kiosk }).concat(globSync('*.{ts,tsx}', { cwd: kiosk })).sort();
  return files.flatMap((file) => {
    const source = readFileSync(path.join(kiosk, file), 'utf8');
    return [...source.matchAll(/\bsay(?:\.value|\.peek\(\))?\(/g)].map((match): Said => {
      const [key = '', blanks = ''] = argumentsAt(source, match.index + match[0].length);
      return {
        where: `kiosk/${file}:${source.slice(0, match.index).split('\n').length}`, blanks,
        keys: [...key.matchAll(/'([\w-]+\.[\w-]+)'/g)].map((m) => m[1]!),
        patterns: [...key.matchAll(/`([\w-]+\.[^`]+)`/g)].map((m) => m[1]!.replaceAll(/\$\{[^}]*\}/g, '*')),
      };
    });
  });
}

/** The arguments of a call, split at its own commas: brackets, quotes and templates are passed over. */
function argumentsAt(source: string, from: number): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = from;
  for (let i = from; i < source.length; i++) {
    const char = source[i]!;
    if (char === "'" || char === '`' || char === '"') i = source.indexOf(char, i + 1);
    else if ('([{'.includes(char)) depth++;
    else if (depth === 0 && (char === ',' || char === ')')) {
      found.push(source.slice(start, i).trim());
      start = i + 1;
      if (char === ')') return found;
    } else if (')]}'.includes(char)) depth--;
  }
  throw new Error('a call without an end');
}
