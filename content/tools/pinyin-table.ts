import { pinyin } from 'pinyin-pro';

/**
 * Which characters each syllable may mean, most used first: what the on-screen pinyin keyboard offers. The 6,763
 * characters of GB 2312 (level 1 is the everyday half), each under its commonest reading and its other readings.
 */
export function pinyinTable(): Record<string, string> {
  const table: Record<string, { common: string[]; rare: string[] }> = {};
  const decode = new TextDecoder('gb18030');
  for (let row = 0xb0; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      const char = decode.decode(Uint8Array.of(row, cell));
      if (!/^\p{Script=Han}$/u.test(char)) continue;
      const readings = new Set(pinyin(char, { toneType: 'none', multiple: true, type: 'array', v: true }));
      for (const reading of readings) {
        if (!/^[a-z]+$/.test(reading)) continue;
        const slot = (table[reading] ??= { common: [], rare: [] });
        (row <= 0xd7 ? slot.common : slot.rare).push(char);
      }
    }
  }
  const order = frequencyRank();
  const byUse = (a: string, b: string) => (order.get(a) ?? Infinity) - (order.get(b) ?? Infinity);
  return Object.fromEntries(Object.entries(table).sort().map(([syllable, { common, rare }]) => [syllable, [...common.sort(byUse), ...rare].join('')]));
}

/** The characters that come first in trade names, places and streets; the rest keep the order of GB 2312. */
function frequencyRank(): Map<string, number> {
  const first = '山亭枣庄市区的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图统接知较将组见计别她手角期根论运农指几九强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞';
  return new Map([...first].map((char, i) => [char, i]));
}
