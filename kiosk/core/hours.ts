import type { Site } from '../../content/schema/pack.ts';
import type { Rollout } from '../../content/schema/rollout.ts';

/** A moment on the site's own clock: weekday 1 (Monday) to 7, HH:MM. */
export interface LocalTime { readonly weekday: string; readonly time: string }

/** Opening hours may cross midnight: what is left of them after it belongs to the day on which they began. */
export const isOpen = (site: Pick<Site, 'hours'>, at: LocalTime): boolean =>
  site.hours.some((h) => (h.open < h.close
    ? h.days.includes(at.weekday) && h.open <= at.time && at.time < h.close
    : (h.days.includes(at.weekday) && h.open <= at.time) || (h.days.includes(dayAfter(at.weekday, -1)) && at.time < h.close)));

const dayAfter = (weekday: string, days: number): string => String(((Number(weekday) - 1 + days + 7) % 7) + 1);

/** When it opens next, as weekday and time; undefined when it never does. */
export function nextOpening(site: Pick<Site, 'hours'>, at: LocalTime): LocalTime | undefined {
  for (let ahead = 0; ahead <= 7; ahead++) {
    const weekday = dayAfter(at.weekday, ahead);
    const opens = site.hours.filter((h) => h.days.includes(weekday) && (ahead > 0 || h.open > at.time)).map((h) => h.open).sort()[0];
    if (opens !== undefined) return { weekday, time: opens };
  }
  return undefined;
}

/** Night by the site's clock; the span may cross midnight. */
export function isNight(site: Pick<Site, 'night'>, at: LocalTime): boolean {
  const { night } = site;
  if (!night) return false;
  return night.from < night.to ? night.from <= at.time && at.time < night.to : at.time >= night.from || at.time < night.to;
}

/** Whether a moment lies in the hours in which nothing new is shown; a span may cross midnight, and belongs to the day on which it began. */
export const isQuiet = (quiet: Rollout['quiet'], at: LocalTime): boolean => isOpen({ hours: quiet.map(({ days, from, to }) => ({ days, open: from, close: to })) }, at);
