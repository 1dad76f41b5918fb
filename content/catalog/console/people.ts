import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { officeCode } from '../../schema/manifest.ts';
import { writeWhole } from './write-whole.ts';

/** What somebody may do: write, approve for the own department, publish, keep the machines running. */
export const duties = ['编辑', '审批', '发布', '运维'] as const;
export type Duty = (typeof duties)[number];
const Person = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{1,31}$/)),
  name: v.pipe(v.string(), v.minLength(1)),
  /** A department's code, or `office`. */
  department: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)),
  duties: v.pipe(v.array(v.picklist(duties)), v.minLength(1)),
  /** scrypt, base64 both. */
  password: v.strictObject({ salt: v.string(), hash: v.string() }),
});
export type Person = v.InferOutput<typeof Person>;
/** Somebody as the page knows them. */
export interface Who { readonly id: string; readonly name: string; readonly department: string; readonly duties: readonly Duty[] }
const People = v.strictObject({ people: v.array(Person) });
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;

export interface Register {
  find(id: string): Person | undefined;
  all(): readonly Who[];
  /** Whose password this is; takes as long for a name that nobody has. */
  recognise(id: string, password: string): Promise<Person | undefined>;
}

/** The people of `users.json`; read anew for each question, so that somebody who was struck off is out at once. */
export function openRegister(file: string): Register {
  const read = () => v.parse(People, JSON.parse(readFileSync(file, 'utf8'))).people;
  const nobody = { salt: Buffer.alloc(16).toString('base64'), hash: Buffer.alloc(32).toString('base64') };
  const find = (id: string) => read().find((person) => person.id === id);
  return {
    find,
    all: () => read().map(whoOf),
    async recognise(id, password) {
      const person = find(id);
      const { salt, hash } = person?.password ?? nobody;
      const right = timingSafeEqual(await derived(password, Buffer.from(salt, 'base64')), Buffer.from(hash, 'base64'));
      return right ? person : undefined;
    },
  };
}

export const whoOf = ({ id, name, department, duties }: Person): Who => ({ id, name, department, duties });
export const may = (who: Who, duty: Duty): boolean => who.duties.includes(duty);

export interface NewPerson { readonly id: string; readonly name: string; readonly department: string; readonly duties: readonly Duty[]; readonly password: string }

/** Writes `users.json`, unless it is there; passwords only as hashes. */
export async function registerPeople(file: string, people: readonly NewPerson[]): Promise<void> {
  if (existsSync(file)) return;
  await writeWhole(file, JSON.stringify({ people: await Promise.all(people.map(hashed)) }, null, 1), 0o600);
}

/** Takes somebody up, or gives them another name, other duties, a new password. Throws when something of it is not as it must be. */
export async function putPerson(file: string, person: NewPerson): Promise<void> {
  const before = existsSync(file) ? v.parse(People, JSON.parse(readFileSync(file, 'utf8'))).people : [];
  if (person.password.length < 10) throw new Error('密码至少 10 个字符。');
  const people = v.parse(People, { people: [...before.filter(({ id }) => id !== person.id), await hashed(person)] });
  await writeWhole(file, JSON.stringify(people, null, 1), 0o600);
}
/** Strikes somebody off: whoever is logged in is out at once. */
export async function strikeOff(file: string, id: string): Promise<'struck off' | 'nobody'> {
  const { people } = v.parse(People, JSON.parse(readFileSync(file, 'utf8')));
  const left = people.filter((person) => person.id !== id);
  await writeWhole(file, JSON.stringify({ people: left }, null, 1), 0o600);
  return left.length < people.length ? 'struck off' : 'nobody';
}

async function hashed({ id, name, department, duties, password }: NewPerson): Promise<Person> {
  const salt = randomBytes(16);
  return { id, name, department, duties: [...duties], password: { salt: salt.toString('base64'), hash: (await derived(password, salt)).toString('base64') } };
}

/** People of the demonstration, all invented: who may do what, and the password of all of them. */
export const demoPassword = 'yanshi-2026';
export const demoUsers: readonly (NewPerson & { readonly says: string })[] = [
  { id: 'lin', name: '林一（演示）', department: 'human-resources', duties: ['编辑'], password: demoPassword, says: '区人力资源和社会保障局，编辑' },
  { id: 'fang', name: '方二（演示）', department: 'medical-insurance', duties: ['编辑'], password: demoPassword, says: '区医疗保障局，编辑' },
  { id: 'chen', name: '陈三（演示）', department: 'human-resources', duties: ['编辑', '审批'], password: demoPassword, says: '区人力资源和社会保障局，编辑和审批' },
  { id: 'song', name: '宋四（演示）', department: 'medical-insurance', duties: ['审批'], password: demoPassword, says: '区医疗保障局，审批' },
  { id: 'he', name: '何五（演示）', department: officeCode, duties: ['编辑', '审批'], password: demoPassword, says: '专班办公室，编辑和审批界面文字' },
  { id: 'luo', name: '罗七（演示）', department: officeCode, duties: ['审批'], password: demoPassword, says: '专班办公室，审批界面文字' },
  { id: 'gao', name: '高六（演示）', department: officeCode, duties: ['发布', '运维'], password: demoPassword, says: '专班办公室，发布和运维' },
];

function derived(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => { scrypt(password.normalize('NFKC'), salt, 32, cost, (trouble, key) => (trouble ? reject(trouble) : resolve(key))); });
}
