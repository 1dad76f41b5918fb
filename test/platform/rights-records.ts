import type { Records } from '../../kiosk/platform/port.ts';
import { demo, type Insurance, type KnownPerson } from './people-facts.ts';

export const rightsTitle = '社会保险个人权益记录（演示样张）';

/** Personal share of the contribution base in percent; nobody pays for 工伤 and 生育 themselves. */
const personalShare: Readonly<Record<Insurance, number>> = { 养老: 8, 医疗: 2, 失业: 0.3, 工伤: 0, 生育: 0 };

/**
 * The contributions of the asked years (four digits each), made up from the person and the year; null when there is nothing
 * held: a child, or years to come. `today` YYYY-MM-DD.
 */
export function rightsRecords(who: KnownPerson, years: readonly string[], today: string): Records | null {
  const [thisYear = '', thisMonth = ''] = today.split('-');
  const past = [...new Set(years)].filter((year) => year >= '2011' && year <= thisYear).sort().toReversed();
  const rows = past.flatMap((year) => who.insurances.map((insurance) => {
    const months = year === thisYear ? Number(thisMonth) - 1 : 12;
    // Whole hundreds that rise with the years: plainly invented, and the same at every call.
    const baseCents = (3000 + (Number(year) - 2011) * 150 + who.person.id.length * 100) * 100;
    const paidCents = Math.round((baseCents * personalShare[insurance] * months) / 100);
    return [year, insurance, String(months), yuan(baseCents), yuan(paidCents)];
  }));
  if (rows.length === 0) return null;
  return {
    title: rightsTitle,
    columns: ['年度', '险种', '缴费月数', '缴费基数（元）', '个人缴费（元）'],
    rows, source: demo('枣庄市社会保险经办机构'), asOf: today,
  };
}

const yuan = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
