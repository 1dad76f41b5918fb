/** The five levels of 好差评 (国办发〔2019〕51号; GB/T 39735): 5 very satisfied … 1 very dissatisfied. */
export const scores = [5, 4, 3, 2, 1] as const;
export type Score = (typeof scores)[number];

/**
 * Reasons offered at each level, as text keys below `reason.`; they follow the indicators for offline channels (整体满意度、
 * 服务效率、服务水平、服务态度) and, for a machine, 平台操作性. Every level has its own list.
 */
const reasons: { readonly [S in Score]: readonly string[] } = {
  5: ['quick', 'clear', 'easy', 'few-papers', 'helpful'],
  4: ['quick', 'clear', 'easy', 'few-papers', 'could-be-quicker'],
  3: ['works', 'could-be-quicker', 'could-be-clearer', 'could-be-easier'],
  2: ['slow', 'unclear', 'hard-to-use', 'too-many-papers', 'device-trouble'],
  1: ['not-done', 'slow', 'unclear', 'hard-to-use', 'device-trouble', 'nobody-helped'],
};
export const reasonsFor = (score: Score): readonly string[] => reasons[score];
