import * as v from 'valibot';
import { officeCode } from '../../schema/manifest.ts';
import { type Answer, refused, value } from './answers.ts';
import type { Desk } from './desk.ts';
import { whoOf } from './people.ts';
import { cookieOf, type Lockout, type Sessions } from './sessions.ts';
import { officeName } from './routes-edits.ts';

/** Who is logged in, with the name of the department. */
export interface Me { readonly id: string; readonly name: string; readonly department: string; readonly departmentName: string; readonly duties: readonly string[] }
export const LoginBody = v.strictObject({ id: v.pipe(v.string(), v.trim(), v.maxLength(32)), password: v.pipe(v.string(), v.maxLength(200)) });

/** Names nobody has are locked out like others: an answer does not tell whether there is such a person. */
export async function login({ desk, sessions, lockout, secure, body }: { readonly desk: Desk; readonly sessions: Sessions; readonly lockout: Lockout; readonly secure: boolean; readonly body: v.InferOutput<typeof LoginBody> }): Promise<Answer> {
  const wait = lockout.waitSeconds(body.id);
  if (wait > 0) return refused(429, `密码错的次数太多，请过 ${wait > 90 ? `${Math.ceil(wait / 60)} 分钟` : `${wait} 秒`}再试。忘了密码，请找双全办的运维人员。`);
  // Counted before it is looked at: tries made all at once are tries all the same.
  lockout.wasWrong(body.id);
  const person = await desk.register.recognise(body.id, body.password);
  if (!person) return refused(401, '账号或密码不对，请再看一看大小写。');
  lockout.wasRight(body.id);
  return { is: 'value', value: await meOf(desk, person.id), cookie: cookieOf(sessions.begin(person.id), secure) };
}

export async function meOf({ register, repository }: Desk, id: string): Promise<Me | undefined> {
  const person = register.find(id);
  if (!person) return undefined;
  const { pack } = await repository.load(await repository.main());
  const departmentName = person.department === officeCode ? officeName : (pack.departments.district.find(({ code }) => code === person.department)?.name ?? person.department);
  return { ...whoOf(person), departmentName };
}

export const meAnswer = async (desk: Desk, id: string): Promise<Answer> => value(await meOf(desk, id));
