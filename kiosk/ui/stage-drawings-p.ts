import type { StageDrawing } from './stage-drawing.ts';

const GROUND = 'M10 106H150';

/** The eleven stages of a life. */
export const personDrawings = {
  /** Birth: a child asleep in a cradle under a small moon. */
  P1: {
    soft: 'M32 64H128L116 94H44Z',
    lines: [
      'M32 64H128L116 94H44Z', 'M40 102C64 112 96 112 120 102M52 94L50 104M108 94L110 104', 'M128 64C132 36 116 20 94 20V28M94 28a4 4 0 1 0 0.01 0',
      'M62 36a14 14 0 1 0 0.01 0M56 52c2 2 4 2 6 0M66 52c0 0 2 2 4 0M62 36c0-5 5-6 7-3', 'M76 60C90 48 106 52 112 64',
      'M28 14a10 10 0 1 0 10 14a9 9 0 0 1-10-14Z',
    ],
  },
  /** Schooling: a satchel, books and a pencil. */
  P2: {
    soft: 'M28 52a24 24 0 0 1 48 0V106H28Z',
    lines: [
      GROUND, 'M28 106V52a24 24 0 0 1 48 0V106', 'M44 28V22a8 8 0 0 1 16 0V28', 'M36 74H68V106M36 74V106M36 86H68M52 86V92', 'M28 66H22a4 4 0 0 0-4 4V96M76 66H82a4 4 0 0 1 4 4V96', 'M44 52H60',
      'M98 92H144V106H98ZM102 78H140V92H102ZM96 64H138V78H96Z', 'M108 64V78M114 78V92M110 92V106', 'M112 64V34L118 22L124 34V64M112 34H124M112 56H124',
    ],
  },
  /** Coming home from the forces: cap and bag in front of the house. */
  P3: {
    soft: 'M84 58L112 32L140 58V106H84Z',
    lines: [
      GROUND, 'M74 66L112 32L150 66', 'M84 58V106M140 58V106M104 106V80H122V106M116 94V95', 'M128 46V34H136V53',
      'M20 84a6 6 0 0 1 6-6H66a6 6 0 0 1 6 6V106H20Z', 'M20 88H72M36 88V96M56 88V96',
      'M28 52C18 48 16 40 24 36C38 29 54 29 68 36C76 40 74 48 64 52M28 52c12 4 24 4 36 0V62c-12 4-24 4-36 0Z', 'M28 62c-6 2-6 6-2 6c12 4 28 4 40 0c4 0 4-4-2-6',
    ],
  },
  /** Work: briefcase, hard hat and spanner. */
  P4: {
    soft: 'M22 58H106V106H22Z',
    lines: [
      GROUND, 'M28 58H100a6 6 0 0 1 6 6V106H22V64a6 6 0 0 1 6-6Z', 'M48 58V48a5 5 0 0 1 5-5H75a5 5 0 0 1 5 5V58', 'M22 76C46 86 82 86 106 76M58 78H70V88H58Z',
      'M120 106V60M134 106V60M120 60c-8-3-12-12-8-22l10 4v10h10V42l10-4c4 10 0 19-8 22M120 106a7 7 0 0 0 14 0',
    ],
  },
  /** A home of one's own: house and key. */
  P5: {
    soft: 'M26 52L62 20L98 52V106H26Z',
    lines: [
      GROUND, 'M14 62L62 20L110 62', 'M26 54V106M98 54V106', 'M52 106V78H72V106M66 92V93', 'M50 52H74V66H50ZM62 52V66', 
      'M130 34a14 14 0 1 0 0.01 0M130 42a5 5 0 1 0 0.01 0M130 62V98M130 84H140M130 94H142',
    ],
  },
  /** On the road: a car under way. */
  P6: {
    soft: 'M22 84c0-12 6-18 18-18H46L62 46H102L122 66H130c10 0 14 6 14 18V92H22Z',
    lines: [
      'M34 92H22V80c0-8 6-14 14-14H46L58 48c2-2 4-4 8-4H98c4 0 6 1 8 4L122 66H132c8 0 12 5 12 12V92H132M60 92H106', 'M58 66H110L98 52H68ZM84 52V66', 
      'M47 80a12 12 0 1 0 0.01 0M119 80a12 12 0 1 0 0.01 0', 'M10 106H34M60 106H106M132 106H150', 'M134 76H140M8 56H26M4 70H14M20 42H40',
    ],
  },
  /** Marriage and children: two rings and a heart. */
  P7: {
    soft: 'M98 42c-12-9-19-15-19-23a10 10 0 0 1 19-4a10 10 0 0 1 19 4c0 8-7 14-19 23Z',
    lines: [
      'M98 42c-12-9-19-15-19-23a10 10 0 0 1 19-4a10 10 0 0 1 19 4c0 8-7 14-19 23Z',
      'M77 98A25 25 0 1 1 83.4 90.9', 'M83 58A25 25 0 1 1 76.6 65.1', 'M52 44L57 37H67L72 44L62 53ZM52 44H72',
    ],
  },
  /** Seeing a doctor: hospital and stethoscope. */
  P8: {
    soft: 'M20 50H96V106H20Z',
    lines: [
      GROUND, 'M20 106V50H96V106', 'M38 50V22H78V50', 'M58 28V44M50 36H66', 'M48 106V84H68V106M58 84V106', 'M28 62H38V72H28ZM78 62H88V72H78ZM53 62H63V72H53ZM28 84H36V94H28ZM80 84H88V94H80Z',
      'M108 20h6V42a13 13 0 0 0 26 0V20h-6M127 55V76a12 12 0 0 1-4 10', 'M122 86a8 8 0 1 0 0.01 0',
    ],
  },
  /** Help in need: an open hand and a heart. */
  P9: {
    soft: 'M90 60c-18-13-27-21-27-32a14 14 0 0 1 27-5a14 14 0 0 1 27 5c0 11-9 19-27 32Z',
    lines: [
      'M90 60c-18-13-27-21-27-32a14 14 0 0 1 27-5a14 14 0 0 1 27 5c0 11-9 19-27 32Z',
      'M12 72H30V108H12Z', 'M30 78c12-8 24-8 34 0c4 3 8 4 14 4H92a7 7 0 0 1 0 14H68', 'M30 102c16 6 34 8 56 6c8-1 14-4 20-9l34-25a7 7 0 0 0-8-11L98 85',
    ],
  },
  /** Old age: someone with a cane on the bench under the tree. */
  P10: {
    soft: 'M38 12a28 26 0 1 0 0.01 0Z',
    lines: [
      GROUND, 'M38 12a28 26 0 1 0 0.01 0M38 106V48M38 72L50 58M38 62L28 52',
      'M94 26a10 10 0 1 0 0.01 0', 'M92 46C80 50 76 64 76 80H102a6 6 0 0 1 6 6V106H116M92 58L102 70H122', 'M128 106V73a6 6 0 0 0-12-3', 'M58 88H96M64 88V106M90 88V106M62 88V64',
    ],
  },
  /** Farewell: a candle and a flower. */
  P11: {
    soft: 'M44 54H68V104H44Z',
    lines: [
      'M44 104V54H68V104M56 54V46M56 16c10 12 10 26 0 28c-10-2-10-16 0-28Z', 'M44 62c6 4 8 8 8 14', 'M28 104H84a28 8 0 0 1-56 0Z',
      'M124 46a7 7 0 1 0 0.01 0', 'M124 46c-5-8-3-16 0-18c3 2 5 10 0 18M117 53c-8 5-16 3-18 0c2-3 10-5 18 0M131 53c8-5 16-3 18 0c-2 3-10 5-18 0M119 48c-9-2-13-9-12-13c4 0 10 4 12 13M129 48c9-2 13-9 12-13c-4 0-10 4-12 13',
      'M123 60c-2 18-8 36-18 52M117 84c8-8 16-8 20-6c-2 6-10 12-24 16',
    ],
  },
} as const satisfies Record<string, StageDrawing>;
