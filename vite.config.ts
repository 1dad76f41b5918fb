import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { preact } from '@preact/preset-vite';
import { VitePWA } from 'vite-plugin-pwa';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const contentFiles = ['pack.json', 'pinyin.json'];

export default defineConfig({
  root: process.env.VITEST ? root : path.join(root, 'kiosk'),
  plugins: process.env.VITEST ? [preact()] : [preact(), webCrypto(), content(), moduleList(), serviceWorker()],
  server: { host: '127.0.0.1', fs: { allow: [root] } },
  build: {
    outDir: path.join(root, 'dist/kiosk'),
    emptyOutDir: true,
    target: 'chrome130',
    // The content security policy allows no data: fonts and no inline preload script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1024,
    reportCompressedSize: false,
  },
  worker: { format: 'es', plugins: () => [webCrypto()] },
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/e2e/**', 'test/pictures/**', 'test/bench/**'], sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.{ts,tsx}'], fileParallelism: false, maxWorkers: 1, testTimeout: 90_000, hookTimeout: 120_000, sequence: { groupOrder: 1 },
        // A tap can be lost between a real browser and a loaded machine; what fails twice is a defect, and a retry is reported.
        retry: 1 } },
    ],
  },
});

/** `@hpke/common` asks Node's crypto only where a browser has none; here it is the browser's own. */
function webCrypto(): Plugin {
  return {
    name: 'kiosk-web-crypto',
    enforce: 'pre',
    resolveId: (id) => (id === 'crypto' ? '\0web-crypto' : undefined),
    load: (id) => (id === '\0web-crypto' ? 'export const webcrypto = globalThis.crypto; export default { webcrypto };' : undefined),
  };
}

/** The content pack under /content/: fixed names, because the service worker revisions them. */
function content(): Plugin {
  const file = (name: string) => path.join(root, 'dist/content', name);
  return {
    name: 'kiosk-content',
    generateBundle() {
      for (const name of contentFiles) this.emitFile({ type: 'asset', fileName: `content/${name}`, source: readFileSync(file(name)) });
    },
    configureServer(server) {
      server.middlewares.use('/content', (request, response, next) => {
        const name = contentFiles.find((one) => `/${one}` === request.url?.split('?')[0]);
        if (!name || !existsSync(file(name))) return next();
        response.setHeader('content-type', 'application/json').end(readFileSync(file(name)));
      });
    },
  };
}

/** Writes down which sources went into the page, for the test that no simulator did. */
function moduleList(): Plugin {
  return {
    name: 'kiosk-module-list',
    apply: 'build',
    writeBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
      writeFileSync(path.join(root, 'dist/kiosk-modules.json'), JSON.stringify(modules.map((id) => path.relative(root, id)).sort(), null, 1));
    },
  };
}

function serviceWorker() {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'worker',
    filename: 'service-worker.ts',
    injectRegister: false,
    registerType: 'prompt',
    manifest: false,
    injectManifest: {
      rollupFormat: 'iife',
      globPatterns: ['**/*.{html,js,css,json,woff2,svg,png,webmanifest,wasm}'],
      // The face models' other runtime is for terminals with a graphics card only, and comes from the host when it is wanted.
      globIgnores: ['service-worker.js', 'assets/ort-wasm-simd-threaded.jspi-*'],
      dontCacheBustURLsMatching: /^assets\//,
      maximumFileSizeToCacheInBytes: 32 * 1024 * 1024,
    },
  });
}
