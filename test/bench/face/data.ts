import { facePairs, webcamPictures } from '../../face/research.ts';

/** Two pictures, by name below ../shared/face, and whether they show one person. */
export interface Pair { readonly a: string; readonly b: string; readonly isSame: boolean }
export interface Frame { readonly file: string; readonly subject: string; readonly session: string; readonly kind: 'live' | 'print'; readonly n: number }

/** Every `step`th pair, both kinds. */
export const lfwPairs = (step = 1): readonly Pair[] => facePairs().filter((_, i) => i % step === 0);

/** Family names of Chinese, Japanese and Korean people: who bears one stands for the people of our region, as far as a name can tell. */
const surnames = /^(?:Lu|Chao|Chang|Cheung|Chen|Gao|Jeong|Jiang|Kim|Liu|Yeoh|Kan|Park|Ip|Tam|Joo|Choi|Tang|Yang|Cho|Zhang|Goh|Tanaka|Kitajima|Fukui|Izawa|Ishiba|Takebe|Akashi|Kawaguchi|Hasuike|Hagiwara|Urushima)$/;
const personOf = (file: string): string => file.replace(/^.*\//, '').replace(/_\d+\.jpg$/, '');
const isEastAsian = (person: string): boolean => { const parts = person.split('_'); return surnames.test(parts[0]!) || surnames.test(parts.at(-1)!); };

/** All pairs among pictures of people with such names, not only those that LFW chose. */
export function eastAsianPairs(): readonly Pair[] {
  const files = [...new Set(facePairs().flatMap(({ a, b }) => [a, b]))].filter((file) => isEastAsian(personOf(file))).sort();
  return files.flatMap((a, i) => files.slice(i + 1).map((b) => ({ a, b, isSame: personOf(a) === personOf(b) })));
}

/** The webcam's frames, in the order they were filmed. */
export const frames = (): readonly Frame[] => webcamPictures().map(({ file, kind, subject }) => {
  const [session, n] = /_\d+_(\d+_\d+)_(\d+)\.jpg$/.exec(file)!.slice(1) as [string, string];
  return { file, kind, subject, session, n: Number(n) };
}).toSorted((a, b) => shotOf(a).localeCompare(shotOf(b)) || a.n - b.n);

const shotOf = ({ kind, subject, session }: Frame): string => `${kind} ${subject} ${session}`;

/** So many frames after one another of one person, session and kind: what a kiosk sees in a second. They overlap. */
export function windows(all: readonly Frame[], length: number): readonly (readonly Frame[])[] {
  const shots = Map.groupBy(all, shotOf);
  return [...shots.values()].flatMap((shot) => Array.from({ length: Math.max(0, shot.length - length + 1) }, (_, i) => shot.slice(i, i + length)));
}

/** Live frames with each other: of one person only from different sessions (of whom there are two), of different people all. */
export function acrossSessions(a: readonly Frame[], b: readonly Frame[]): readonly { readonly a: Frame; readonly b: Frame; readonly isSame: boolean }[] {
  return a.flatMap((one) => b.filter((other) => one.subject !== other.subject || one.session !== other.session).map((other) => ({ a: one, b: other, isSame: one.subject === other.subject })));
}
