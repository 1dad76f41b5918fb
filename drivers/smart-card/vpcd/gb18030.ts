/**
 * Text in GB 18030, for the simulated card: two bytes where GBK has the character, four where it does not. A runtime has only
 * the decoder, so its table is turned round, once, when first needed.
 */
export function gb18030(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Array.from(text).flatMap((character) => {
    const code = character.codePointAt(0)!;
    if (code < 0x80) return [code];
    if (code > 0xffff) return fourBytes(code - 0x10000 + 189_000);
    return (table ??= turnedRound()).get(character) ?? [0x3f];
  }));
}

let table: ReadonlyMap<string, readonly number[]> | undefined;

function turnedRound(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder('gb18030');
  const found = new Map<string, readonly number[]>();
  const take = (bytes: readonly number[]) => {
    const character = decoder.decode(Uint8Array.from(bytes));
    if (character.length === 1 && character !== '\ufffd' && !found.has(character)) found.set(character, bytes);
  };
  for (let lead = 0x81; lead <= 0xfe; lead++) for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) take([lead, trail]);
  for (let pointer = 0; pointer < 39_420; pointer++) take(fourBytes(pointer));
  return found;
}

function fourBytes(pointer: number): number[] {
  return [0x81 + Math.floor(pointer / 12_600), 0x30 + (Math.floor(pointer / 1260) % 10), 0x81 + (Math.floor(pointer / 10) % 126), 0x30 + (pointer % 10)];
}
