import type { Clock } from './models/clock.ts';

const zone = 'Asia/Shanghai';
const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const weekday = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short' });
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The terminal's clock, told as the site's own: everything in Zaozhuang is on China time, whatever the machine is set to. */
export const pageClock: Clock = {
  now: Date.now,
  today: () => date.format(new Date()),
  local: () => ({ weekday: String(days.indexOf(weekday.format(new Date())) + 1), time: time.format(new Date()) }),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
