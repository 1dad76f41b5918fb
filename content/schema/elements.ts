import * as v from 'valibot';
import { basicCode, businessCode, implementationCode, isUscc } from './codes.ts';
import { Provenance } from './provenance.ts';
import { count, date, element, type Known, text, texts, timeLimit, url, yesNo } from './value.ts';

const uscc = v.pipe(v.string(), v.check(isUscc, '不是有效的统一社会信用代码（GB 32100）'));
const law = v.strictObject({ name: text, issuer: v.optional(text), number: v.optional(text), clause: v.optional(text), url: v.optional(url) });
const processStep = v.strictObject({ name: text, limit: v.optional(text), standard: v.optional(text) });
const fee = v.strictObject({ name: text, standard: text, basis: v.optional(text) });
const faq = v.strictObject({ question: text, answer: text });

/**
 * Every element of the 实施清单 (GB/T 39554.2 as published guides show it), by its eleven groups; group 7 (申请材料) is
 * content/schema/material.ts. The first part is the Chinese name that maintainers and citizens read.
 */
export const elementTable = {
  identity: {
    basicCode: ['基本编码', basicCode], implementationCode: ['实施编码', implementationCode], businessCode: ['业务办理项编码', businessCode],
    version: ['事项版本', text], state: ['事项状态', text], effectiveFrom: ['计划生效日期', date], cancelledFrom: ['计划取消日期', date],
  },
  owner: {
    body: ['实施主体', text], bodyCode: ['实施主体编码', uscc], bodyNature: ['实施主体性质', v.picklist(['法定机关', '授权组织', '委托组织'])],
    office: ['承办机构', text], delegating: ['委托部门', text], joint: ['联办机构', texts], bureau: ['主办处室', text],
    powerSource: ['权力来源', text], level: ['行使层级', text], powers: ['行使内容', text], legalBasis: ['设定依据', v.array(law)], duties: ['权责清单', text],
  },
  scope: {
    servesWhom: ['服务对象', text], crossRegion: ['通办范围', text], crossRegionNote: ['通办范围说明', text], crossProvince: ['是否跨省通办', yesNo],
    crossProvinceMode: ['跨省通办模式', text], crossProvinceArea: ['跨省通办区域', text], appliesTo: ['适用范围', text], personThemes: ['面向自然人主题', texts],
    enterpriseThemes: ['面向法人主题', texts], localThemes: ['地方特色主题', texts], frequentThemes: ['高频主题', texts],
  },
  timing: {
    caseKind: ['办件类型', v.picklist(['即办件', '承诺件', '上报件'])], legalLimit: ['法定办结时限', timeLimit], legalLimitNote: ['法定办结时限说明', text],
    promisedLimit: ['承诺办结时限', timeLimit], promisedLimitNote: ['承诺办结时限说明', text], specialProcedure: ['特别程序', text], forms: ['办理形式', texts],
    manner: ['办理方式', text], visits: ['到办事现场次数', count], visitReason: ['必须现场办理原因', text], online: ['是否网办', yesNo],
    onlineDepth: ['网上办理深度', text], onlineUrl: ['网办地址', url], onlineSupports: ['本事项支持', v.array(v.picklist(['1', '2', '3', '4', '5', '6', '7']))],
  },
  service: {
    kiosk: ['是否支持自助终端办理', yesNo], kioskPlace: ['自助终端办理地址', text], booking: ['是否支持预约办理', yesNo], payOnline: ['是否支持网上支付', yesNo],
    post: ['是否支持物流快递', yesNo], inHall: ['是否进驻政务大厅', yesNo], agentService: ['是否全程代办帮办', yesNo], promise: ['是否告知承诺', yesNo],
    leniency: ['是否容缺受理', yesNo], oneThing: ['是否一件事', yesNo], instant: ['是否智能秒办', yesNo], noGovernmentPapers: ['是否免政府材料', yesNo],
    mobileSignOn: ['移动端单点登录', text], desktopSignOn: ['PC 端单点登录', text],
  },
  handling: {
    conditions: ['受理条件', texts], place: ['办理地点', text], hours: ['办理时间', text], window: ['窗口名称', text], traffic: ['交通指引', text],
    coordinates: ['地图坐标', text], chart: ['办理流程图', text], steps: ['办理步骤', v.array(processStep)], quota: ['数量限制', text],
    agencies: ['中介服务', text], yearly: ['实施年限或年检', text],
  },
  fees: {
    charged: ['是否收费', yesNo], list: ['收费项目', v.array(fee)], basis: ['收费依据', text], reduction: ['是否允许减免', yesNo], payment: ['收费方式', text],
  },
  result: {
    kind: ['审批结果类型', v.picklist(['证照', '批文', '其他', '无'])], name: ['结果名称', text], sample: ['结果样本', text], shared: ['结果共享', text],
    delivery: ['送达方式', texts], pickup: ['领取说明', text], deliveryLimit: ['送达期限', text],
  },
  remedy: {
    enquiry: ['咨询方式', text], complaint: ['监督投诉方式', text], review: ['行政复议', text], litigation: ['行政诉讼', text], faq: ['常见问题', v.array(faq)],
  },
  region: {
    townName: ['乡镇街道名称', text], townCode: ['乡镇街道代码', text], villageName: ['村居社区名称', text], villageCode: ['村居社区代码', text],
  },
} as const;

export type ElementGroup = keyof typeof elementTable;
type Table = typeof elementTable;
type Out<T> = T extends readonly [string, infer S] ? (S extends v.GenericSchema ? v.InferOutput<S> : never) : never;
/** All elements of one item, each known, known not to apply, or `null`. */
export type Elements = { readonly [G in ElementGroup]: { readonly [K in keyof Table[G]]: Known<Out<Table[G][K]>> } };
/** Only what a variant says differently from its item. */
export type ElementOverrides = { readonly [G in ElementGroup]?: { readonly [K in keyof Table[G]]?: Known<Out<Table[G][K]>> } };

const groupSchema = (group: Record<string, readonly [string, v.GenericSchema]>) => v.optional(v.strictObject({
  /** 本组出处: holds for every value of the group that names none itself. */
  from: v.optional(Provenance),
  ...Object.fromEntries(Object.entries(group).map(([key, [label, schema]]) => [key, element(schema, label)])),
}));

/** The ten groups as a maintainer writes them, every one optional. */
export const writtenGroups = Object.fromEntries(
  Object.entries(elementTable).map(([name, group]) => [name, groupSchema(group as Record<string, readonly [string, v.GenericSchema]>)]),
);
