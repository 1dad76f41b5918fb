/** Fictional 帮办员 of the demonstration. The PIN stands here because the dock shows it; a real back end keeps its own. */
export interface DemoHelper { readonly id: string; readonly name: string; readonly pin: string }

export const helpers: readonly DemoHelper[] = [
  { id: 'helper-1', name: '演示帮办员甲', pin: '246810' },
  { id: 'helper-2', name: '演示帮办员乙', pin: '135791' },
];
