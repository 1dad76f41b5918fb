// Rows 1 to 3 of FACTS §1.8: what is a message, and which commands there are.
import { completed, must, NotTried, type Service, type Target, told, visiting, waitingIn, waits } from './target.ts';

const head = { type: 'command', name: 'Common.Status', version: '2.0', requestId: 1, timeout: 0 };
const nonsense: readonly (readonly [what: string, text: string, status: readonly string[]])[] = [
  ['不是 JSON / not JSON', 'hello', ['invalidMessage']],
  ['半条 JSON / half of JSON', '{"header":{', ['invalidMessage']],
  ['没有 header / no header', '{"payload":{}}', ['invalidMessage']],
  ['requestId 为 0', JSON.stringify({ header: { ...head, requestId: 0 } }), ['invalidRequestID', 'invalidMessage']],
  ['requestId 是文字 / a text', JSON.stringify({ header: { ...head, requestId: '1' } }), ['invalidRequestID', 'invalidMessage']],
];

/** Each is refused by an acknowledge, nothing follows, and the connection still serves (or is closed, and a new one serves). */
export async function refusesNonsense(target: Target, services: readonly Service[]): Promise<string | undefined> {
  const { uri } = services[1]!;
  for (const [what, text, status] of nonsense) {
    await visiting(target, uri, 1, async (peer) => {
      peer!.send(text);
      const code = await peer!.heard('acknowledge', {}, target.slackMs);
      must(code && status.includes(String(code.header.status)), `${what}：应当拒绝 / should be refused with ${status.join(' | ')}: ${told(code)}`);
      const done = await completed(target, peer!, 'Common.Status', '2.0', { timeout: 5000 });
      const strange = peer!.said.find((one) => one.header.type === 'completion' && one !== done);
      must(!strange, `${what}：拒绝之后还有完成 / a completion followed: ${told(strange)}`);
    });
  }
  const waiting = waitingIn(services, 'or-none');
  if (!waiting) return '未试重复的 requestId / a requestId still open not tried';
  await visiting(target, waiting.service.uri, 1, async (peer) => {
    const requestId = await waits(target, peer!, waiting);
    peer!.command(waiting.name, waiting.version, { requestId, timeout: 30_000, payload: waiting.payload });
    const again = await peer!.heard('acknowledge', { requestId, status: 'invalidRequestID' }, target.slackMs);
    must(again, '还在执行的 requestId 再用，应当拒绝 / a requestId still open should be refused');
  });
  return undefined;
}

export async function knowsWhatItDoesNotKnow(target: Target, services: readonly Service[]): Promise<void> {
  for (const { uri, name: service } of services) {
    await visiting(target, uri, 1, async (peer) => {
      for (const [name, version] of [['Printer.MakeCoffee', '2.0'], ['Nobody.Knows', '1.0'], ['Common.Status', '99.0']] as const) {
        const { header } = await completed(target, peer!, name, version);
        must(header.completionCode === 'unsupportedCommand', `${service}：${name} ${version} 应当 unsupportedCommand，得到 / got ${header.completionCode}`);
      }
    });
  }
}

/** Nothing that these do can be seen or felt. */
const harmless = /^(?:Common\.(?:Status|Capabilities|Cancel|SetVersions|GetTransactionState)|ServicePublisher\.GetServices|CnDevice\.SelfTest|CnIdCard\.QueryCard|CardReader\.QueryIFMIdentifier|\w+\.Get\w+)$/;

export async function keepsItsWord(target: Target, services: readonly Service[]): Promise<string | undefined> {
  const left: string[] = [];
  let tried = 0;
  for (const { uri, commands } of services) {
    await visiting(target, uri, 1, async (peer) => {
      for (const [name, version] of commands) {
        if (!target.all && !harmless.test(name)) { left.push(name); continue; }
        const { header } = await completed(target, peer!, name, version, { timeout: 300 });
        tried++;
        must(header.completionCode !== 'unsupportedCommand', `${name} ${version} 在 Capabilities 里，却 unsupportedCommand / is listed, and unsupported`);
      }
    });
  }
  if (tried === 0) throw new NotTried('没有一条可以试的命令 / nothing harmless is offered');
  return left.length > 0 ? `未试 ${left.length} 条会动设备的命令，加 --all 才试 / left out without --all: ${[...new Set(left)].join(', ')}` : undefined;
}
