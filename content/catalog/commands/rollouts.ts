import type { RolloutChange } from '../rollout-change.ts';
import { audienceOf, dry, published, wrong } from './content.ts';
import { type Ask, catalogOf, type ExitCode, told } from './world.ts';

/** What the verb wants of rollout.json, or how it is written. */
export function changeOf({ verb, words: [name], values }: Ask): RolloutChange | string {
  if (verb === 'poll') return { do: 'poll', ...(values.poll !== undefined && { pollSeconds: Number(values.poll) }), ...(values.report !== undefined && { reportSeconds: Number(values.report) }) };
  if (name === undefined) return `写成 ${verb} <${verb === 'withdraw' || verb === 'restore' ? '事项' : '推送编号'}>`;
  switch (verb) {
    case 'withdraw': return values.why === undefined ? '请写明原因：--why "系统检修"（群众会看到）' : { do: 'withdraw', item: name, why: values.why, ...(values['why-en'] !== undefined && { whyEn: values['why-en'] }) };
    case 'restore': return { do: 'restore', item: name };
    case 'halt': return values.why === undefined ? '请写明原因：--why "出错多"' : { do: 'halt', id: name, why: values.why };
    case 'resume': case 'complete': return { do: verb, id: name };
    default: {
      const to = audienceOf(values);
      return typeof to === 'string' ? to : Object.keys(to).length === 0 ? '扩大到谁：--percent 50、--channels canary,pilot、--sites demo' : { do: 'advance', id: name, to };
    }
  }
}

export async function editRollout(ask: Ask): Promise<ExitCode> {
  const change = changeOf(ask);
  if (typeof change === 'string') return wrong(ask, change);
  if (ask.values['dry-run']) return dry(ask);
  return told(ask, await catalogOf(ask).editRollout({ change, now: ask.world.now(), ...(ask.world.env['USER'] !== undefined && { who: ask.world.env['USER'] }) }), (receipt) => published(ask, receipt));
}
