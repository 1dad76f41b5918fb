import { describe, expect, test } from 'vitest';
import type { SocialSecurityCard } from '../../drivers/smart-card/port.ts';
import { openKiosk } from '../../kiosk/models/kiosk.ts';
import type { Ports } from '../../kiosk/models/ports.ts';
import { matter, pack } from '../content/pack.ts';
import { type Desk, desk, elder } from './desk.ts';

const demo = pack.sites['demo']!;
function open() {
  const bench = desk();
  return { bench, kiosk: openKiosk(pack, demo, bench.ports, { simulated: true }) };
}

describe('a card left behind', () => {
  const holder: SocialSecurityCard = { region: '370499', issuedOn: '', validTo: '', cardNumber: '', number: elder.number, name: elder.name, sex: '1', nation: '01', birth: elder.birth };
  const hands = [
    ['id-reader', (bench: Desk) => bench.idReader.lay(elder), (bench: Desk) => bench.idReader.pull(), (bench: Desk) => bench.idReader.setOffline('no-wire')],
    ['smart-card', (bench: Desk) => bench.smartCard.lay(holder), (bench: Desk) => bench.smartCard.pull(), (bench: Desk) => bench.smartCard.setOffline('no-wire')],
  ] as const;
  describe.each(hands)('in the %s', (kind, lay, pull, unplug) => {
    test('is noticed when its owner has gone, and called until it is taken', async () => {
      const { bench, kiosk } = open();
      kiosk.start(matter('social-insurance-records', 'rights-record'));
      lay(bench);
      kiosk.leave();
      await bench.time.pass(100);
      expect(kiosk.cardsLeft.value).toEqual([kind]);
      await bench.time.pass(10_000);
      expect(kiosk.cardsLeft.value).toEqual([kind]);
      pull(bench);
      await bench.time.pass(3100);
      expect(kiosk.cardsLeft.value).toEqual([]);
    });
    test('is no longer called once the next person began', async () => {
      const { bench, kiosk } = open();
      kiosk.start(matter('social-insurance-records', 'rights-record'));
      lay(bench);
      kiosk.leave();
      await bench.time.pass(100);
      kiosk.home();
      await bench.time.pass(3100);
      expect(kiosk.cardsLeft.value).toEqual([]);
    });
    test('that the reader cannot feel is not claimed to be there', async () => {
      const { bench, kiosk } = open();
      lay(bench);
      unplug(bench);
      kiosk.home();
      kiosk.leave();
      await bench.time.pass(100);
      expect(kiosk.cardsLeft.value).toEqual([]);
      expect(await kiosk.cardsThere()).toEqual([]);
    });
  });
  test('is named for each reader, and the call for one that was taken stops alone', async () => {
    const { bench, kiosk } = open();
    kiosk.home();
    for (const [, lay] of hands) lay(bench);
    kiosk.leave();
    await bench.time.pass(100);
    expect(kiosk.cardsLeft.value).toEqual(['id-reader', 'smart-card']);
    bench.idReader.pull();
    await bench.time.pass(3100);
    expect(kiosk.cardsLeft.value).toEqual(['smart-card']);
  });
});

test('a reader of social security cards that nobody tried on real cards is marked, and only that', () => {
  const bench = desk();
  const openWith = (ports: Ports) => openKiosk(pack, demo, ports, { simulated: true });
  const fitted: Ports = { ...bench.ports, fitted: new Set(['id-reader', 'smart-card']) };
  const confirmed: Ports = { ...fitted, smartCard: { ...bench.smartCard, capabilities: { ...bench.smartCard.capabilities, confirmed: true } } };
  expect([...openWith(fitted).unconfirmed]).toEqual(['smart-card']);
  for (const ports of [confirmed, bench.ports]) expect([...openWith(ports).unconfirmed]).toEqual([]);
});
