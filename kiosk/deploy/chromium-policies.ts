import type { HostConfig } from '../host/host-config.ts';
import type { WireConfig } from '../site-config.ts';

export interface DeployedPolicies {
  readonly policies: Readonly<Record<string, unknown>>;
  /** What makes them useless or unsafe, a sentence each. */
  readonly findings: readonly string[];
  /** What one should know and may want. */
  readonly remarks: readonly string[];
}

/**
 * Chromium's managed policies for one terminal (../sync/FACTS.md §7.4, ../devices/FACTS.md §4.1; names and effects tried in
 * Chromium 156). Grants go to the page's origin alone and only for what the page drives itself: with a host that drives
 * everything the page has no serial line, no camera, nothing.
 */
export function chromiumPolicies({ port, page, site, devices = {} }: Pick<HostConfig, 'port' | 'page' | 'site' | 'devices'>): DeployedPolicies {
  const origin = page ?? `http://127.0.0.1:${port}`;
  const elsewhere = page !== undefined && !isLoopback(new URL(page).hostname);
  const driven = Object.entries(site.devices).flatMap(([kind, device]) => (device ? [{ kind, ...device }] : []));
  const wires = driven.flatMap(({ wire }) => (wire ? [wire] : []));
  const serial = wires.filter((wire) => wire.is === 'web-serial');
  const named = serial.filter(({ usbVendorId }) => usbVendorId !== undefined);
  const films = driven.some(({ model }) => filmingModels.includes(model));
  const reached = wires.flatMap(addressOf).map((address) => new URL(address).hostname);
  const usesLoopback = Object.keys(devices).length > 0 || reached.some(isLoopback) || wires.some(({ is }) => is === 'xfs4iot') || driven.some(({ model }) => loopbackModels.includes(model));

  return {
    policies: {
      ...closed,
      URLAllowlist: [origin],
      HomepageLocation: origin,
      RestoreOnStartupURLs: [origin],
      AutoplayAllowlist: [origin],
      TabDiscardingExceptions: [origin],
      ...(serial.length > 0 && named.length === serial.length && { SerialAllowUsbDevicesForUrls: [{
        devices: unique(named.map(({ usbVendorId, usbProductId }) => ({ vendor_id: usbVendorId, ...(usbProductId !== undefined && { product_id: usbProductId }) }))), urls: [origin],
      }] }),
      ...(named.length < serial.length && { SerialAllowAllPortsForUrls: [origin] }),
      ...(films && { VideoCaptureAllowedUrls: [origin] }),
      ...(elsewhere && usesLoopback && { LoopbackNetworkAllowedForUrls: [origin] }),
      ...(elsewhere && reached.some(isPrivate) && { LocalNetworkAccessAllowedForUrls: [origin] }),
    },
    findings: [
      ...(page !== undefined && new URL(page).origin !== page ? [`page“${page}”不是一个来源：只写协议、域名和端口，例如 https://kiosk.example`] : []),
      ...(elsewhere && !page.startsWith('https:') ? [`页面来自 ${page}，不是 https：浏览器不会让它使用串口、摄像头，也不会让它访问本机`] : []),
    ],
    remarks: [
      ...(named.length < serial.length ? ['有的 web-serial 设备没有写 usbVendorId：本机全部串口都会交给页面。主板自带的串口只能这样；USB 串口请写上厂商号和产品号'] : []),
      ...(named.length < serial.length && Object.values(devices).some((device) => device?.wire?.is === 'serial') ? ['主机也在用串口：页面可能先打开主机的那个，请给页面的设备写上厂商号和产品号'] : []),
    ],
  };
}

/** Models that switch on a camera of the browser. */
const filmingModels = ['web-camera', 'camera'];
/** Readers whose maker's service listens on this machine. */
const loopbackModels = ['huashi-19196', 'idcard-38088'];
const addressOf = (wire: WireConfig): string[] => (wire.is === 'web-socket' ? [wire.url] : wire.is === 'xfs4iot' && wire.publisher !== undefined ? [wire.publisher] : []);
const isLoopback = (host: string) => host === 'localhost' || host.endsWith('.localhost') || host.startsWith('127.') || host === '[::1]';
const isPrivate = (host: string) => /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\./.test(host) || host.endsWith('.local') || /^\[f[cde]/.test(host);
const unique = <T>(all: readonly T[]): T[] => [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];

/** What is shut on every terminal. */
const closed = {
  // `*` leaves the browser's own pages open; each scheme has to be named.
  URLBlocklist: ['*', 'chrome://*', 'chrome-untrusted://*', 'chrome-extension://*', 'devtools://*', 'view-source:*', 'file://*', 'data:*', 'javascript:*'],
  // No program may drive this browser from outside. The first alone keeps the debugging port open: it still tells what is open.
  DeveloperToolsAvailability: 2,
  RemoteDebuggingAllowed: false,
  RestoreOnStartup: 4,
  HomepageIsNewTabPage: false,
  ShowHomeButton: false,
  IncognitoModeAvailability: 1,
  BrowserSignin: 0,
  SyncDisabled: true,
  BrowserAddPersonEnabled: false,
  BrowserGuestModeEnabled: false,
  PasswordManagerEnabled: false,
  AutofillAddressEnabled: false,
  AutofillCreditCardEnabled: false,
  TranslateEnabled: false,
  SpellcheckEnabled: false,
  SearchSuggestEnabled: false,
  DefaultSearchProviderEnabled: false,
  BookmarkBarEnabled: false,
  EditBookmarksEnabled: false,
  NetworkPredictionOptions: 2,
  MetricsReportingEnabled: false,
  UserFeedbackAllowed: false,
  BackgroundModeEnabled: false,
  ComponentUpdatesEnabled: false,
  DefaultBrowserSettingEnabled: false,
  ExtensionInstallBlocklist: ['*'],
  AllowFileSelectionDialogs: false,
  DownloadRestrictions: 3,
  // Paper comes from the drivers, which know whether it came out; the browser's own printing does not.
  PrintingEnabled: false,
  PrintHeaderFooter: false,
  DefaultPopupsSetting: 2,
  DefaultGeolocationSetting: 2,
  DefaultNotificationsSetting: 2,
  DefaultSensorsSetting: 2,
  DefaultSerialGuardSetting: 2,
  DefaultWebUsbGuardSetting: 2,
  DefaultWebHidGuardSetting: 2,
  DefaultWebBluetoothGuardSetting: 2,
  DefaultFileSystemReadGuardSetting: 2,
  DefaultFileSystemWriteGuardSetting: 2,
  DefaultClipboardSetting: 2,
  DefaultLocalFontsSetting: 2,
  DefaultWindowManagementSetting: 2,
  DefaultInsecureContentSetting: 2,
  VideoCaptureAllowed: false,
  AudioCaptureAllowed: false,
  ScreenCaptureAllowed: false,
  AutoplayAllowed: false,
  BackgroundTabFreezingEnabled: false,
  SSLErrorOverrideAllowed: false,
  DnsOverHttpsMode: 'off',
  WebRtcIPHandling: 'disable_non_proxied_udp',
  AllowDinosaurEasterEgg: false,
  ClearBrowsingDataOnExitList: ['browsing_history', 'download_history', 'autofill', 'password_signin'],
} as const;
