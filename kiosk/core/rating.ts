/** The five levels of 好差评 (国办发〔2019〕51号; GB/T 39735): 5 very satisfied … 1 very dissatisfied. */
export const scores = [5, 4, 3, 2, 1] as const;
export type Score = (typeof scores)[number];

/**
 * Reasons offered at a level, as text keys below `reason.`; they follow the regional indicators for offline channels
 * (整体满意度、服务效率、服务水平、服务态度 and, for a machine, 平台操作性) and differ by level.
 */
export const reasonsFor = (score: Score): readonly string[] =>
  score >= 3 ? ['quick', 'clear', 'easy', 'few-papers', 'helpful'] : ['slow', 'unclear', 'hard-to-use', 'too-many-papers', 'device-trouble', 'nobody-helped'];
