import type { Citizen } from './citizen.ts';

/** From the first screen to a matter's own screen, by its tile among the most used. */
export async function openMatter(c: Citizen, tile: RegExp, list: 'person' | 'enterprise' = 'person') {
  await c.stage.ready('idle');
  await c.seen('idle');
  await c.touch('开始办事');
  if (list === 'enterprise') await c.choose('给公司、店铺办');
  await c.seen(`home-${list}`);
  await c.touch(tile);
  await c.seen('item');
}

/** Notice and identity card; leaves the card pulled again. */
export async function identify(c: Citizen, person: string) {
  await c.touch('开始办理');
  await c.at(/要知道的/);
  await c.seen('notice');
  await c.touch('我知道了，开始');
  await c.at(/身份证放在/);
  await c.seen('identify');
  await c.layCard(person);
  await c.at(/您好/);
  await c.seen('identified');
  await c.pullCard();
  await c.touch('下一步');
}

/** P42 to the end: two years of social insurance records on A4. */
export async function walkRecords(c: Citizen, { person = 'adult', years = ['2024', '2025'] }: { readonly person?: string; readonly years?: readonly string[] } = {}) {
  await openMatter(c, /打印社保记录/);
  await c.touch(/个人权益记录查询打印/);
  await c.seen('variant');
  await identify(c, person);
  await c.seen('consent-records');
  await c.touch('同意，帮我调取');
  await c.at(/哪几年/);
  for (const year of years) await c.choose(`${year} 年`);
  await c.seen('years');
  await c.touch('下一步');
  await c.at(/您的记录/);
  await c.seen('records');
  await c.touch('打印成 A4 证明');
  await c.at(/打好了/);
  await c.seen('document');
}

export interface Care { readonly person?: string; readonly why?: RegExp; readonly phone?: boolean }
/** P89 to the signature: long-term residents in Shanghai unless told. */
export async function walkCare(c: Citizen, { person = 'adult', why = /^长期在外地居住/, phone = false }: Care = {}) {
  await openMatter(c, /到外地看病备案/);
  await identify(c, person);
  await c.seen('consent');
  await c.touch('同意，帮我调取');
  await c.at(/调取好了|没关系/);
  await c.seen('fetched');
  await c.touch('下一步');
  await c.at(/为什么要到外地/);
  await c.choose(why);
  await c.seen('situation');
  await c.touch('下一步');
  await c.at(/哪个城市/);
  await c.seen('province');
  await c.choose('上海');
  await c.choose('黄浦区');
  await c.seen('city');
  await c.touch('下一步');
  await c.at(/从哪天/);
  await c.choose(/^今天/);
  await c.seen('dates');
  await c.touch('下一步');
  if (phone) {
    await c.at(/手机号码/);
    await c.keys('19900000009');
    await c.seen('phone');
    await c.touch('下一步');
  }
  await c.at(/材料/);
  await c.seen('materials');
  await c.touch('下一步');
  await c.at(/请核对/);
  await c.seen('check');
  await c.touch('都对');
  await c.at(/签上名字/);
  await c.sign();
  await c.seen('sign');
  await c.touch('签好了');
  await c.at(/可以提交/);
  await c.seen('submit');
}

/** 企业开办 to the signature: two shareholders by their cards, five employees. */
export async function walkCompany(c: Citizen) {
  await openMatter(c, /开公司/, 'enterprise');
  await identify(c, 'adult');
  await c.touch('同意，帮我调取');
  await c.at(/调取好了/);
  await c.touch('下一步');
  for (const [title, name] of [[/什么店/, 'industry'], [/雇人/, 'employ'], [/发票/, 'invoice'], [/章/, 'seals'], [/银行/, 'bank']] as const) {
    await c.at(title);
    await c.stage.page.getByRole('radio').first().tap();
    await c.seen(name);
    await c.touch('下一步');
  }
  await c.at(/公司的名字/);
  await c.character('shan', '山');
  await c.character('hong', '红');
  await c.seen('trade-name');
  await c.touch('下一步');
  await c.stage.page.getByRole('radio').first().tap();
  await c.touch('下一步');
  await c.at(/注册资本/);
  await c.keys('30');
  await c.seen('capital');
  await c.touch('下一步');
  await c.at(/开在哪里/);
  await c.stage.page.getByRole('radio').first().tap();
  await c.character('shan', '山');
  await c.character('lu', '路');
  await c.keys('8');
  await c.touch('下一步');
  await c.stage.page.getByRole('radio').first().tap();
  await c.seen('address');
  await c.touch('下一步');
  await c.at(/股东/);
  for (const [person, n] of [['adult', 1], ['spouse', 2]] as const) {
    await c.touch('放身份证，添加一位');
    await c.layCard(person);
    await c.stage.page.getByRole('button', { name: '改比例' }).nth(n - 1).waitFor();
    await c.pullCard();
  }
  await share(c, 0, '60');
  await share(c, 1, '40');
  await c.seen('shareholders');
  await c.touch('下一步');
  await c.at(/监事/);
  await c.stage.page.getByRole('radio').first().tap();
  await c.touch('下一步');
  await c.at(/社保和公积金/);
  await c.keys('5');
  await c.touch('下一步');
  await c.stage.page.getByRole('radio').first().tap();
  await c.choose('5%');
  await c.seen('employees');
  await c.touch('下一步');
  await c.at(/还差 1 份材料/);
  await c.seen('materials-left');
  await c.choose(/^以后补交/);
  await c.touch('下一步');
  await c.at(/请核对/);
  await c.seen('check-company');
  await c.touch(/公司登记（备案）申请书/);
  await c.at(/公司登记（备案）申请书/);
  await c.seen('department-form');
  await c.touch('返回');
  await c.touch('都对');
  await c.at(/签上名字/);
  await c.sign();
  await c.touch('签好了');
  await c.at(/可以提交/);
}

async function share(c: Citizen, row: number, percent: string) {
  await c.stage.page.getByRole('button', { name: '改比例' }).nth(row).tap();
  await c.touch('全部清空');
  await c.keys(percent);
}

/** Handing in, receipt, no rating, farewell; ends at the first screen. */
export async function handInAndLeave(c: Citizen, receipt: RegExp = /办件回执/) {
  await c.touch('提交');
  await c.at(receipt);
  await c.reads('小票打好了，请取走');
  await c.seen('receipt');
  await leave(c);
}
export async function leave(c: Citizen) {
  await c.touch('下一步');
  await c.at(/满意吗/);
  await c.seen('rate');
  await c.touch('不评价');
  await c.at(/请慢走/);
  await c.seen('farewell');
  await c.touch('结束');
  await c.stage.ready('idle');
}

/** The screens no smooth visit passes: stages, search, guides, status, help, questions, troubles. */
export async function walkElsewhere(c: Citizen) {
  const { dock, page } = c.stage;
  await c.stage.ready('idle');
  await c.touch('查看本机状态');
  await c.at(/本机状态/);
  await c.seen('status');
  await c.touch('返回');
  await c.touch('开始办事');
  await c.touch('身后');
  await c.seen('stage');
  await c.touch('返回');
  await c.touch('搜索要办的事');
  await c.at(/要办什么/);
  await c.seen('search');
  await c.keys('gjj');
  await c.seen('search-found');
  await c.keys('qqqq');
  await c.seen('search-nothing');
  await c.touch('全部清空');
  await c.touch('改用汉字');
  await c.reads('点字母拼音，再点汉字');
  await c.keys('kan');
  await c.seen('search-chinese');
  await c.touch('返回');
  await c.touch('养老');
  await page.getByRole('button', { name: /看指南/ }).first().tap();
  await c.seen('guide');
  await c.touch('打印这张清单');
  await c.reads('小票打好了，请取走');
  await c.seen('guide-printed');
  await c.touch('返回');
  await c.touch('帮助');
  await c.reads('需要人帮忙吗？');
  await c.seen('help');
  await c.touch('知道了');
  await c.touch('退出');

  await dock.control({ do: 'reader', unplugged: true });
  await dock.control({ do: 'receipt-printer', cover: 'open' });
  await c.reads(/现在不能用/);
  await c.seen('idle-broken');
  await c.touch('开始办事');
  await c.touch(/到外地看病备案/);
  await c.seen('item-stopped');
  await dock.control({ do: 'reader', unplugged: false });
  await dock.control({ do: 'receipt-printer', cover: 'closed' });
  await c.touch('开始办理');
  await c.touch('我知道了，开始');
  await c.at(/身份证放在/);
  await dock.control({ do: 'pull-during-read', afterBytes: 500 });
  await c.layCard('adult');
  await c.at(/没读完/);
  await c.seen('card-lost');
  await c.layCard('expired');
  await c.touch('再读一次');
  await c.at(/过期/);
  await c.seen('card-expired');
  await c.layCard('minor');
  await c.touch('再读一次');
  await c.at(/16 周岁/);
  await c.seen('card-minor');
  await c.layCard('elder');
  await c.touch('再读一次');
  await c.at(/您好/);
  await c.touch('下一步');
  await dock.control({ do: 'network', cut: true });
  await c.touch('同意，帮我调取');
  await c.at(/没关系/);
  await c.seen('fetch-unreachable');
  await c.touch('退出');
  await c.reads('要退出吗？');
  await c.seen('leaving');
  await c.touch('清除并退出');
  await c.stage.ready('idle');
  await c.reads(/请取走放在读卡处/);
  await c.seen('idle-card-left');
  await c.pullCard();
  await dock.control({ do: 'network', cut: false });
}
