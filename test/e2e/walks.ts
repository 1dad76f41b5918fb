import type { Citizen } from './citizen.ts';

/** This year at the site; the kiosk offers it and the five before. */
export const thisYear = Number(new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format(new Date()));
export const lastYears = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => String(thisYear - n + 1 + i));

/** From the first screen to a matter's own screen, by its tile among the most used. `as` names it among the screens seen. */
export async function openMatter(c: Citizen, tile: RegExp, list: 'person' | 'enterprise' = 'person', as = 'care') {
  await c.stage.ready('idle');
  await c.seen('idle');
  await c.touch('开始办事');
  if (list === 'enterprise') await c.choose('给公司、店铺办');
  await c.seen(`home-${list}`);
  await c.touch(tile);
  await c.seen(`item-${as}`);
}

/** Notice and identity card; leaves the card pulled again. Where the matter must be sure who stands here, a fresh code of the app says so. */
export async function identify(c: Citizen, person: string, as = 'care') {
  await c.touch('开始办理');
  await c.at(/要知道的/);
  await c.seen(`notice-${as}`);
  await c.touch('我知道了，开始');
  await c.at(/身份证放在/);
  await c.seen('identify');
  await c.layCard(person);
  if (as === 'company') {
    await c.at(/还要确认是您本人/);
    await c.pullCard();
    await c.seen('ways-raise');
    await c.touch('出示爱山东或网号网证的码');
    await c.at(/对准扫码处/);
    await c.seen('way-app-code');
    await c.stage.dock.control({ do: 'code-scanner', holdUp: `app-face-${person}` });
  }
  await c.at(/您好/);
  await c.seen('identified');
  if (as !== 'company') await c.pullCard();
  await c.touch('下一步');
}

/** P42 to the end: two years of social insurance records on A4. */
export async function walkRecords(c: Citizen, { person = 'adult', years = lastYears(2) }: { readonly person?: string; readonly years?: readonly string[] } = {}) {
  await openMatter(c, /打印社保记录/, 'person', 'records');
  await c.touch(/个人权益记录查询打印/);
  await c.seen('variant');
  await identify(c, person, 'records');
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

export interface Care {
  readonly person?: string; readonly why?: RegExp; readonly phone?: boolean;
  /** What is done on the materials screen; the commitment is chosen unless told. */
  readonly papers?: (c: Citizen) => Promise<void>;
}
/** P89 to the signature: long-term residents in Shanghai unless told. */
export async function walkCare(c: Citizen, { person = 'adult', ...answers }: Care = {}) {
  await openMatter(c, /到外地看病备案/);
  await identify(c, person);
  await c.seen('consent');
  await c.touch('同意，帮我调取');
  await c.at(/调取好了|没关系/);
  await c.seen('fetched');
  await answerCare(c, answers);
  await c.at(/请核对/);
  await c.seen('check');
  await signAndSubmit(c);
}

/** From what was fetched to the check. */
export async function answerCare(c: Citizen, { why = /^长期在外地居住/, phone = false, papers = (c) => c.choose(/承诺书/) }: Omit<Care, 'person'> = {}) {
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
  await c.at(/还差 1 份材料/);
  await papers(c);
  await c.at(/材料齐了/);
  await c.seen('materials');
  await c.touch('下一步');
}

/** Shows one page of the household register to the document camera, whose cable is out at first. */
export async function photographRegister(c: Citizen) {
  const { page, dock } = c.stage;
  await dock.control({ do: 'document-camera', lay: 'register', unplugged: true });
  await c.choose(/户口簿/);
  await c.choose(/^现在拍照/);
  await c.at(/没有连上高拍仪/);
  await c.seen('photograph-trouble');
  await dock.control({ do: 'document-camera', unplugged: false });
  await c.touch('再试一次');
  await page.getByLabel('高拍仪看到的画面').waitFor();
  await c.seen('photograph-looking');
  await c.touch('拍这一页');
  await page.getByRole('img', { name: '刚拍的一页' }).waitFor();
  await c.seen('photograph-taken');
  await c.touch('清楚，拍好了');
  await c.reads('拍好了 1 页');
  await c.seen('photographed');
}

export async function signAndSubmit(c: Citizen) {
  await c.touch('都对');
  await c.at(/签上名字/);
  await c.sign();
  await c.seen('sign');
  await c.touch('签好了');
  await c.at(/可以提交/);
  await c.seen('submit');
}

/** 企业开办 to the signature: two shareholders by their cards, five employees. `stumbling`: their cards give trouble first. */
export async function walkCompany(c: Citizen, { stumbling = false } = {}) {
  await openMatter(c, /开公司/, 'enterprise', 'company');
  await identify(c, 'adult', 'company');
  await c.seen('consent-company');
  await c.touch('同意，帮我调取');
  await c.at(/调取好了/);
  await c.touch('下一步');
  for (const [title, name] of [[/什么店/, 'industry'], [/雇人/, 'employ'], [/发票/, 'invoice'], [/纳税人/, 'taxpayer'], [/章/, 'seals'], [/银行/, 'bank']] as const) {
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
  if (stumbling) await stumbleAtShareholders(c);
  for (const [person, n] of [['adult', 1], ['spouse', 2]] as const) {
    await c.touch('放身份证，添加一位');
    await c.layCard(person);
    await c.stage.page.getByRole('button', { name: '改比例' }).nth(n - 1).waitFor();
    await c.pullCard();
  }
  await share(c, 0, '60');
  if (stumbling) {
    await c.reads('现在合计 60%，要正好 100%');
    await c.touch('下一步');
    await c.reads(/比例加起来要正好 100%|每个人的比例都要大于 0/);
    await c.seen('shares-not-100');
  }
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

/** A card that nobody lays, one that leaves too early, one that expired. */
async function stumbleAtShareholders(c: Citizen) {
  await c.touch('放身份证，添加一位');
  await c.reads('请把这位的身份证放在亮灯处');
  await c.seen('shareholder-waiting');
  await c.stage.dock.control({ do: 'pull-during-read', afterBytes: 500 });
  await c.layCard('spouse');
  await c.reads('没读好，请取消后再添加一次');
  await c.seen('shareholder-lost');
  await c.touch('取消');
  await c.touch('放身份证，添加一位');
  await c.layCard('expired');
  await c.reads('这张身份证过期了');
  await c.seen('shareholder-expired');
  await c.pullCard();
}

async function share(c: Citizen, row: number, percent: string) {
  await c.stage.page.getByRole('button', { name: '改比例' }).nth(row).tap();
  await c.touch('全部清空');
  await c.keys(percent);
}

/** Handing in, receipt, no rating, farewell; ends at the first screen. */
export async function handInAndLeave(c: Citizen, receipt: RegExp = /办件回执/, as = 'receipt') {
  await c.touch('提交');
  await c.at(receipt);
  await c.reads('小票打好了，请取走');
  await c.seen(as);
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
