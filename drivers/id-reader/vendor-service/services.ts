import type { ResidentCard } from '../port.ts';

/** One question to a maker's service on this machine, over HTTP or a WebSocket. */
export type Call =
  /** `blind`: only whether anything answers matters. */
  | { readonly method: 'GET' | 'POST'; readonly path: string; readonly blind?: boolean }
  /** Opens a WebSocket (the service's origin is then `ws://…`), says this, and takes the first text that comes back. */
  | { readonly method: 'say'; readonly path: string; readonly text: string };

/** A maker's card service as a table: how it is asked, and where in its reply what stands. */
export interface VendorService {
  readonly model: string;
  readonly origin: string;
  /** Opens the device; answers with the same result code as a read. A service without it opens its device by itself. */
  readonly open?: Call;
  readonly close?: Call;
  readonly read: Call;
  /** How long a read may take: some services wait for a card before they answer. */
  readonly readMs: number;
  /** The number in the reply that is 0 when all went well. */
  readonly code: string;
  /** The object in the reply that holds the card's fields; '' when the reply itself does. */
  readonly card: string;
  /** Where each field stands. */
  readonly fields: Readonly<Record<Exclude<keyof ResidentCard, 'kind'>, string>>;
  /** The nation by its name, when the two digits are missing. */
  readonly nationName?: string;
  /** The letter of byte 248. A service without it is judged by the shape of the number. */
  readonly kind?: string;
  /** The additional address, when the card carries one. */
  readonly newAddress?: string;
  /** How the service writes sexes that are not GB/T 2261.1. */
  readonly sexes: Readonly<Record<string, string>>;
}

/**
 * The two services whose interface is known from pages that use them (device facts §2.7; no maker's document was found, so
 * try each with the maker's own program first). Neither tells a field without a card from a card that could not be read.
 */
export const vendorServices = {
  /** Huashi (华视) CVR readers. */
  'huashi-19196': {
    model: 'huashi-19196',
    origin: 'http://127.0.0.1:19196',
    open: { method: 'GET', path: '/OpenDevice' },
    close: { method: 'GET', path: '/CloseDevice' },
    read: { method: 'GET', path: '/readcard' },
    readMs: 5000,
    code: 'resultFlag',
    card: '',
    fields: { name: 'partyName', sex: 'gender', nation: 'nationCode', birth: 'bornDay', address: 'certAddress', number: 'certNumber', issuer: 'certOrg', validFrom: 'effDate', validTo: 'expDate' },
    nationName: 'nation',
    kind: 'certType',
    // Older editions of this service write 0 for a woman.
    sexes: { 男: '1', 女: '2', 0: '2' },
  },
  /** The service of several makers of combined document cameras, on port 38088. */
  'idcard-38088': {
    model: 'idcard-38088',
    origin: 'http://127.0.0.1:38088',
    read: { method: 'POST', path: '/card=idcard' },
    readMs: 15_000,
    code: 'code',
    card: 'IDCardInfo',
    fields: { name: 'name', sex: 'sexCode', nation: 'nationCode', birth: 'birthday', address: 'address', number: 'cardID', issuer: 'issueOrgan', validFrom: 'validStart', validTo: 'validEnd' },
    newAddress: 'appendMsg',
    sexes: {},
  },
} as const satisfies Readonly<Record<string, VendorService>>;

/** GB/T 3304: the names in the order of their numbers, 01 to 56. */
const nations = '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺'.split(' ');

/** The two digits of a nation by its name, with or without 族; '' when it is none of the 56. */
export function nationCode(name: string): string {
  const at = nations.indexOf(name.replace(/族$/, ''));
  return at < 0 ? '' : String(at + 1).padStart(2, '0');
}
