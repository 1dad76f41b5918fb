/** Bytes of each command with its fixed parameters, by its first two bytes: the common ones of Epson's ESC/POS reference. */
const lengths: Readonly<Record<number, number>> = {
  ...sameLength(2, 0x1b32, 0x1b40, 0x1b69, 0x1b6d, 0x1b72, 0x1c26, 0x1c2e, 0x1d3a),
  ...sameLength(3, 0x1004, 0x1005, 0x1b20, 0x1b21, 0x1b2d, 0x1b33, 0x1b3d, 0x1b45, 0x1b47, 0x1b4a, 0x1b4d, 0x1b52, 0x1b56, 0x1b61, 0x1b64, 0x1b74, 0x1b7b, 0x1c21, 0x1c2d, 0x1c43, 0x1c57,
    0x1d21, 0x1d42, 0x1d48, 0x1d49, 0x1d61, 0x1d62, 0x1d66, 0x1d68, 0x1d72, 0x1d77),
  ...sameLength(4, 0x1b24, 0x1b5c, 0x1b63, 0x1c53, 0x1d4c, 0x1d50, 0x1d57),
  0x1b70: 5, 0x1d76: 8,
};
function sameLength(length: number, ...commands: readonly number[]) { return Object.fromEntries(commands.map((command) => [command, length])); }

/** Commands whose length stands in them, up to where it does. A picture beyond what the manual allows is refused. */
const counted: Readonly<Record<number, (bytes: Uint8Array) => number | undefined>> = {
  0x1c28: (b) => with16(b, 3), 0x1d28: (b) => with16(b, 3),
  0x1d38: (b) => (b.length < 7 ? undefined : b[6] === 0 && b[5] === 0 ? 7 + b[3]! + b[4]! * 256 : 7),
  0x1d56: (b) => (b[2] === undefined ? undefined : b[2] >= 0x41 ? 4 : 3),
  0x1014: (b) => (b[2] === undefined ? undefined : b[2] === 8 ? 10 : 5),
  0x1b2a: (b) => (b.length < 5 ? undefined : ![0, 1, 32, 33].includes(b[2]!) || b[4]! > 7 ? 5 : 5 + (b[3]! + b[4]! * 256) * (b[2]! >= 32 ? 3 : 1)),
  0x1b44: (b) => ended(b, 2),
  0x1d6b: (b) => (b[2] === undefined ? undefined : b[2] < 65 ? ended(b, 3) : b[3] === undefined ? undefined : 4 + b[3]),
};
const with16 = (b: Uint8Array, at: number) => (b.length < at + 2 ? undefined : at + 2 + b[at]! + b[at + 1]! * 256);
function ended(b: Uint8Array, from: number) {
  const at = b.indexOf(0, from);
  return at < 0 ? undefined : at + 1;
}

/** How many bytes the command at the beginning takes, `more` when that is not here yet, `unknown` when there is none such. */
export function commandLength(bytes: Uint8Array): number | 'more' | 'unknown' {
  if (bytes.length < 2) return 'more';
  const command = (bytes[0]! << 8) | bytes[1]!;
  const fixed = lengths[command];
  const length = fixed ?? (counted[command] ? counted[command](bytes) ?? 'more' : 'unknown');
  return typeof length === 'number' && bytes.length < length ? 'more' : length;
}
