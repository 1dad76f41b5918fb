const sentences = {
  configuration: ['本机没有配置好，暂时不能使用', '请到人工窗口办理，或拨打 12345。This kiosk is not set up; please go to the service window.'],
  content: ['本机内容没有装好，暂时不能使用', '请到人工窗口办理，或拨打 12345。The content of this kiosk is missing; please go to the service window.'],
} as const;
const tryAgainMs = 15_000;

/** The one screen that needs nothing: no content, no configuration. It tries again by itself. */
export function showFailure(why: keyof typeof sentences): undefined {
  const [title, next] = sentences[why];
  const main = document.createElement('main');
  const h1 = document.createElement('h1');
  const p = document.createElement('p');
  h1.textContent = title;
  p.textContent = next;
  main.append(h1, p);
  main.className = 'failure';
  document.getElementById('app')?.replaceChildren(main);
  document.documentElement.dataset['ready'] = 'failure';
  setTimeout(() => location.reload(), tryAgainMs);
  return undefined;
}
