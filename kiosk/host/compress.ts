import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const worthIt = /\.(?:html|js|mjs|css|json|svg|webmanifest|wasm)$/;
const smallestBytes = 1024;

/** Lays a .br and a .gz beside every text of a built folder, so that the host never compresses while somebody waits. */
export async function compressFolder(dir: string): Promise<void> {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => worthIt.test(name)).map((name) => path.join(dir, name));
  await Promise.all(files.filter((file) => statSync(file).size >= smallestBytes).map(async (file) => {
    const plain = readFileSync(file);
    const [br, gz] = await Promise.all([
      promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
      promisify(gzip)(plain, { level: 9 }),
    ]);
    writeFileSync(`${file}.br`, br);
    writeFileSync(`${file}.gz`, gz);
  }));
}
