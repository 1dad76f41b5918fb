import type { Paper } from './paper.ts';
import type { Say } from './say.ts';

/** What a test slip says of itself; nothing of any person. */
export interface TestSlipFacts {
  readonly kiosk: string;
  readonly site: string;
  /** Local date and time as printed. */
  readonly at: string;
  /** The driver's model, such as `escpos-80`. */
  readonly model: string;
}

/** Characters with many strokes, and rare ones that names in this district have. The same in every language: they are looked at, not read. */
const specimen = '双全自助终端 鬱龘矗 㛃䶮喆堃 Aa Bb 0O 1lI';

/**
 * The test slip for the receipt printer: every kind of block that a receipt is made of, so that the maintainer sees on one
 * slip whether each still comes out. The black stamps heat every dot of the print head: a dead one is a white line.
 */
export function testSlip(say: Say, { kiosk, site, at, model }: TestSlipFacts): Paper {
  return [
    { is: 'stamp', text: say('test.stamp') },
    { is: 'title', text: say('test.title') },
    { is: 'text', text: say('test.why') },
    { is: 'rule' },
    { is: 'pair', label: say('test.kiosk'), value: kiosk },
    { is: 'pair', label: say('test.site'), value: site },
    { is: 'pair', label: say('test.at'), value: at },
    { is: 'pair', label: say('test.model'), value: model },
    { is: 'rule' },
    { is: 'heading', text: say('test.look') },
    { is: 'text', text: specimen },
    { is: 'number', label: say('test.figures'), value: '0123 456 789' },
    { is: 'text', text: say('test.black') },
    { is: 'qr', content: kiosk, caption: say('test.qr') },
    { is: 'rule' },
    { is: 'text', text: say('test.cut') },
    { is: 'stamp', text: say('test.stamp') },
  ];
}
