// What the tests need of the machine beside npm packages: browsers, fonts, and real counterparts for the drivers.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from './e2e/chromium.ts';

const root = path.resolve(import.meta.dirname, '..');
const run = (command: string, args: readonly string[]) => spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
const has = (...files: readonly string[]) => () => files.some((file) => existsSync(file));

export interface Tool { readonly name: string; readonly chinese: string; readonly from: string; readonly there: () => boolean; /** Without it some tests are skipped, and counted. */ readonly spare?: true }

const tools: readonly Tool[] = [
  { name: 'Chromium (or its path in CHROMIUM)', chinese: 'Chromium（或用环境变量 CHROMIUM 指出它的位置）', from: 'chromium', there: () => findChromium() !== undefined },
  { name: 'a Chinese font with rare characters', chinese: '带生僻字的中文字体', from: 'fonts-noto-cjk', there: hasRareCharacters },
  // Only `npm run pictures` looks at papers with it.
  { name: 'pdftoppm', chinese: 'pdftoppm', from: 'poppler-utils', there: has('/usr/bin/pdftoppm'), spare: true },
  // Counterparts of the drivers: pseudo-terminals, an IPP printer and CUPS before it, a chip card reader.
  { name: 'socat', chinese: 'socat', from: 'socat', there: has('/usr/bin/socat'), spare: true },
  { name: 'ippeveprinter', chinese: 'ippeveprinter', from: 'cups-ipp-utils', there: has('/usr/sbin/ippeveprinter'), spare: true },
  { name: 'CUPS', chinese: 'CUPS', from: 'cups', there: has('/usr/sbin/cupsd'), spare: true },
  { name: "CUPS' commands", chinese: 'CUPS 命令', from: 'cups-client', there: has('/usr/sbin/lpadmin', '/usr/bin/lpadmin'), spare: true },
  { name: "CUPS' filters", chinese: 'CUPS 过滤器', from: 'cups-filters', there: has('/usr/lib/cups/filter/pdftopdf'), spare: true },
  { name: 'Avahi', chinese: 'Avahi', from: 'avahi-daemon', there: has('/usr/sbin/avahi-daemon'), spare: true },
  { name: 'D-Bus', chinese: 'D-Bus', from: 'dbus', there: has('/usr/bin/dbus-daemon'), spare: true },
  { name: 'pcscd', chinese: 'pcscd', from: 'pcscd', there: has('/usr/sbin/pcscd'), spare: true },
  { name: 'the virtual card reader vpcd', chinese: '虚拟读卡器 vpcd', from: 'vsmartcard-vpcd', there: has('/etc/reader.conf.d/vpcd'), spare: true },
  { name: "PC/SC's headers", chinese: 'PC/SC 头文件', from: 'libpcsclite-dev', there: has('/usr/include/PCSC/winscard.h'), spare: true },
  // The catalog's: its web server, a hardware token in software, and the other database.
  { name: 'nginx', chinese: 'nginx', from: 'nginx', there: has('/usr/sbin/nginx'), spare: true },
  { name: 'SoftHSM', chinese: 'SoftHSM', from: 'softhsm2', there: has('/usr/bin/softhsm2-util'), spare: true },
  { name: 'pkcs11-tool', chinese: 'pkcs11-tool', from: 'opensc', there: has('/usr/bin/pkcs11-tool'), spare: true },
  { name: 'OpenSSL', chinese: 'OpenSSL', from: 'openssl', there: has('/usr/bin/openssl'), spare: true },
  { name: 'git', chinese: 'git', from: 'git', there: has('/usr/bin/git', '/usr/local/bin/git'), spare: true },
  { name: 'PostgreSQL', chinese: 'PostgreSQL', from: 'postgresql', there: () => globSync('/usr/lib/postgresql/*/bin/initdb').length > 0, spare: true },
  // Power cuts are emulated on a file system in a file.
  { name: 'mkfs.ext4', chinese: 'mkfs.ext4', from: 'e2fsprogs', there: has('/usr/sbin/mkfs.ext4', '/sbin/mkfs.ext4'), spare: true },
];

/** Gives Debian as root, such as a bare build machine, what the tests need; gives back what they still cannot do without. */
export function installTools(): readonly Tool[] {
  const lacking = () => tools.filter((tool) => !tool.there());
  const before = lacking();
  if (before.length > 0 && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    const packages = before.map((tool) => tool.from);
    console.log(`正在安装 ${packages.join('、')}…  Installing…`);
    run('apt-get', ['update', '-qq']);
    run('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages]);
  }
  // npm leaves the binding to PC/SC out where its headers were missing when it first came by.
  if (existsSync('/usr/include/PCSC/winscard.h') && !existsSync(path.join(root, 'node_modules/smartcard'))) run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  const still = lacking();
  const skipping = still.filter((tool) => tool.spare === true);
  if (skipping.length > 0) console.log(`缺少 ${skipping.map((tool) => tool.from).join('、')}，有关的测试会跳过并计数。 Without these some tests are skipped, and counted.`);
  return still.filter((tool) => tool.spare !== true);
}

/** A font with the three characters of the dock's rare name, 㛃𠮷䶮. fontconfig's tools may be absent, and macOS has its own fonts. */
function hasRareCharacters(): boolean {
  if (process.platform !== 'linux' || existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) return true;
  return (spawnSync('fc-list', [':charset=36c3 20bb7 4dae', 'family'], { encoding: 'utf8' }).stdout ?? '').trim() !== '';
}
