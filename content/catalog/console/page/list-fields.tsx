import type { ListOptions } from '../routes-list-change.ts';
import type { ListChange } from '../list-change.ts';

export type Kind = ListChange['kind'];
/** What was typed so far, by the name of the question. */
export type Answers = Readonly<Record<string, string>>;
interface Props { readonly kind: Kind; readonly options: ListOptions; readonly answers: Answers; readonly set: (key: string, value: string) => void }
const types = ['行政许可', '行政确认', '行政给付', '其他行政权力', '公共服务', '其他'];

/** What each kind of change must know. */
export function ListFields({ kind, options, answers, set }: Props) {
  const text = (label: string, name: string, placeholder = '') => <label key={name}>{label}<input name={name} value={answers[name] ?? ''} placeholder={placeholder} onInput={(event) => set(name, event.currentTarget.value)} /></label>;
  const choose = (label: string, name: string, choices: readonly (readonly [string, string])[], none = '（请选择）') => (
    <label key={name}>{label}<select name={name} value={answers[name] ?? ''} onChange={(event) => set(name, event.currentTarget.value)}><option value="">{none}</option>{choices.map(([id, name]) => <option key={id} value={id}>{name}</option>)}</select></label>
  );
  const same = (names: readonly string[]) => names.map((name) => [name, name] as const);
  const keep = '（不变）';
  const item = options.items.find((one) => `${one.no} ${one.name}` === answers['item']);
  const list = kind === 'add' ? answers['list'] as 'person' | 'enterprise' : item?.no.startsWith('E') ? 'enterprise' : 'person';
  const scenes = options.scenes[list].map(({ no, name }) => [no, `${no} ${name}`] as const);
  const which = (
    <label key="item" class="wide">事项<input list="list-items" name="item" value={answers['item'] ?? ''} placeholder="写名称里的几个字或编号，从列表里选" onInput={(event) => set('item', event.currentTarget.value)} />
      <datalist id="list-items">{options.items.map(({ id, no, name }) => <option key={id} value={`${no} ${name}`} />)}</datalist></label>
  );
  switch (kind) {
    case 'add': return (
      <div class="two">
        {choose('个人还是企业', 'list', [['person', '个人事项'], ['enterprise', '企业事项']])}
        {text('编号', 'no', options.next[list])}
        {text('事项名称（与目录一字不差）', 'name')}{text('英文名称', 'en')}
        {text('群众的叫法（可以不写）', 'plain')}{text('代号（英文小写，发布后不再改）', 'id', '例如：rural-road-permit')}
        {choose('类型', 'type', same(types))}{choose('场景', 'scene', scenes)}
        {choose('市级牵头部门', 'cityLead', same(options.city))}{choose('区级牵头部门', 'districtLead', same(options.district))}
      </div>
    );
    case 'cancel': return <div class="two">{which}</div>;
    case 'delegate': return <div class="two">{which}{text('行使层级', 'level', '例如：乡镇（街道）级')}{text('实施主体', 'body')}{choose('区级牵头部门', 'districtLead', same(options.district), keep)}</div>;
    case 'change': return (
      <div class="two">
        {which}{text('新名称（不变就空着）', 'name')}{text('新英文名称（不变就空着）', 'en')}{text('群众的叫法（不变就空着）', 'plain')}
        {choose('类型', 'type', same(types), keep)}{choose('场景', 'scene', scenes, keep)}{choose('市级牵头部门', 'cityLead', same(options.city), keep)}{choose('区级牵头部门', 'districtLead', same(options.district), keep)}
      </div>
    );
  }
}
