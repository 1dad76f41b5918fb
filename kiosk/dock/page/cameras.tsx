import type { DockState } from '../state.ts';
import { asCameraPicture } from './chosen-picture.ts';
import { Choice, FileChoice, Panel } from './controls.tsx';
import { control } from './control.ts';

/** The two cameras: what lies under the one, who stands before the other. */
export function Cameras({ table: { documentCamera, camera } }: { readonly table: Pick<DockState, 'documentCamera' | 'camera'> }) {
  return (
    <Panel title="高拍仪和摄像头" en="Cameras" note={documentCamera.unplugged || camera.unplugged ? '已拔线' : ''}>
      <Choice label="高拍仪下" en="Under it" now={documentCamera.lies} options={{ nothing: '空着', register: '户口簿', lease: '租房合同' }} choose={(lay) => void control({ do: 'document-camera', lay })} />
      <Choice label="高拍仪线" en="Cable" now={documentCamera.unplugged ? 'out' : 'in'} options={{ in: '插好', out: '拔掉' }} choose={(to) => void control({ do: 'document-camera', unplugged: to === 'out' })} />
      <Choice label="摄像头前" en="Before it" now={camera.before} options={{ nobody: '没有人', somebody: '有人', ...(camera.hasPicture && { picture: '选的图片' }) }} choose={(before) => void control({ do: 'camera', before })} />
      <FileChoice label="摄像头前换成图片" en="A picture before it" take={async (file) => control({ do: 'camera', picture: await asCameraPicture(file) })} />
      <Choice label="摄像头线" en="Cable" now={camera.unplugged ? 'out' : 'in'} options={{ in: '插好', out: '拔掉' }} choose={(to) => void control({ do: 'camera', unplugged: to === 'out' })} />
    </Panel>
  );
}
