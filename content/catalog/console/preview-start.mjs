// Runs in the previewed kiosk before its own script: opens the matter that is being looked at, as a hand would.
// #<name on the home screen>|<large or normal>; every step it finds nothing to press for is left to the maintainer.
const [wanted = '', size = 'normal'] = decodeURIComponent(location.hash.slice(1)).split('|');
const press = (test) => {
  const found = [...document.querySelectorAll('button')].find((button) => test(button.textContent ?? '', button));
  found?.click();
  return found !== undefined;
};
let steps = [
  () => size !== 'large' || document.documentElement.classList.contains('elder') || press((words) => words.trim() === '大字'),
  () => document.documentElement.dataset.ready !== 'idle' || press((words) => words.includes('开始办事')),
  () => wanted === '' || press((words) => words.includes(wanted)) || (press((words, button) => words.includes('给公司、店铺办') && button.getAttribute('aria-checked') !== 'true' && button.getAttribute('aria-pressed') !== 'true') && false),
];
const until = Date.now() + 60_000;
// Who takes it into their own hands is not led any further.
addEventListener('pointerdown', () => { steps = []; }, { capture: true });
function go() {
  while (steps.length > 0 && document.documentElement.dataset.ready !== undefined && steps[0]()) steps = steps.slice(1);
  if (steps.length > 0 && Date.now() < until) setTimeout(go, 120);
}
document.addEventListener('DOMContentLoaded', go);
