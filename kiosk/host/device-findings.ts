import type { Kind } from '../../drivers/index.ts';
import { hostModels, pageOnlyModels } from '../../drivers/node.ts';
import { serviceNames } from '../../drivers/xfs4iot/services.ts';
import { photoDecoderOf } from '../site-config.ts';
import type { HostConfig } from './host-config.ts';

/** What the shape of a configuration cannot say of its devices, a sentence each. */
export function deviceFindings({ devices = {}, site }: Pick<HostConfig, 'devices' | 'site'>): string[] {
  const hosted = (Object.keys(devices) as Kind[]).filter((kind) => devices[kind] !== undefined);
  return [
    ...hosted.flatMap((kind) => {
      const { model } = devices[kind]!;
      if (site.devices[kind]) return [`设备 ${kind} 在 devices（由主机驱动）和 site.devices（由页面驱动）里都写了：一台设备只能有一方来驱动，请删去一处`];
      if (!Object.hasOwn(serviceNames, kind)) return [`主机不能代页面驱动 ${kind}：请写到 site.devices 里，由页面驱动`];
      if (pageOnlyModels.includes(model)) return [`devices.${kind} 的型号“${model}”只有页面能驱动：请写到 site.devices 里`];
      const known = Object.keys(hostModels[kind]).filter((name) => !pageOnlyModels.includes(name));
      return known.includes(model) ? [] : [`devices.${kind} 的型号“${model}”没有驱动；主机会驱动的有：${known.join('、') || '无'}`];
    }),
    ...Object.entries(site.devices).flatMap(([kind, device]) => (device?.wire?.is === 'xfs4iot' && device.wire.publisher === undefined && device.wire.host === undefined
      ? [`site.devices.${kind} 要连 XFS4IoT 服务，却没有写 publisher（厂商的服务地址）；本机主机驱动的设备请写到 devices 里`] : [])),
    ...[devices, site.devices].flatMap((all) => (all['id-reader']?.settings?.['photoDecoder'] !== undefined && photoDecoderOf(all) === undefined ? ['id-reader 的 photoDecoder 要写成本机的地址，如 http://127.0.0.1:19300/photo：证件照片不许离开本机'] : [])),
  ];
}
