// The same repository looked at by tuf-js, the client of another house; it runs in Node only.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BaseFetcher, Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import type { Bytes } from '../../kiosk/tuf/bytes.ts';

class FromMemory extends BaseFetcher {
  readonly files: ReadonlyMap<string, Bytes>;
  constructor(files: ReadonlyMap<string, Bytes>) {
    super();
    this.files = files;
  }
  override fetch(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const bytes = this.files.get(decodeURIComponent(url.replace('http://catalog/', '')));
    return bytes ? Promise.resolve(new Response(bytes).body!) : Promise.reject(new DownloadHTTPError('not there', 404));
  }
}

export interface Other { look(files: ReadonlyMap<string, Bytes>, target: string): Promise<string | 'refused'>; close(): void }

/** A client that was given this root, and that remembers between looks. */
export function tufJs(root: Bytes): Other {
  const dir = mkdtempSync(path.join(tmpdir(), 'kiosk-tuf-js-'));
  writeFileSync(path.join(dir, 'root.json'), root);
  return {
    async look(files, target) {
      const updater = new Updater({ metadataDir: dir, metadataBaseUrl: 'http://catalog/metadata', targetDir: dir, targetBaseUrl: 'http://catalog/targets', fetcher: new FromMemory(files) });
      try {
        await updater.refresh();
        const info = await updater.getTargetInfo(target);
        if (!info) return 'not found';
        await updater.downloadTarget(info, path.join(dir, 'target'));
        return `${info.length} bytes`;
      } catch {
        return 'refused';
      }
    },
    close: () => rmSync(dir, { recursive: true }),
  };
}
