import { useState } from 'preact/hooks';
import type { DepartmentView, EditView } from '../routes-edits.ts';
import { post } from './api.ts';
import { Act } from './parts.tsx';

/** Who must agree, who did, and, for whose department it is, agreeing or sending it back. */
export function Approvals({ edit, again }: { readonly edit: EditView; readonly again: () => void }) {
  const mine = edit.departments.find(({ mayApprove }) => mayApprove);
  return (
    <section class="card">
      <h2>由谁审批</h2>
      <ul class="departments">
        {edit.departments.map((one) => (
          <li key={one.code}>
            <b>{one.name}</b><span>{edit.files.filter(({ departments }) => departments.includes(one.code)).map(({ title }) => title).join('、')}</span>
            <span class="tag" data-state={one.approvedBy ? 'approved' : edit.state === 'published' ? 'published' : 'waiting'}>{one.approvedBy ? `${one.approvedBy}已同意` : edit.state === 'published' ? '已发布' : '还没有审批'}</span>
            {one.why && <small>{one.why}</small>}
          </li>
        ))}
      </ul>
      {mine && <Decide edit={edit} department={mine} again={again} />}
    </section>
  );
}

function Decide({ edit, department, again }: { readonly edit: EditView; readonly department: DepartmentView; readonly again: () => void }) {
  const [passphrase, setPassphrase] = useState('');
  const [why, setWhy] = useState('');
  const body = { department: department.code, commit: edit.head };
  return (
    <div class="decide">
      <div>
        <h3>同意</h3>
        <p class="soft">下面的改动全部看过、属实。同意就是用{department.name}的钥匙签字。</p>
        <label>{department.name}的钥匙口令<input type="password" autocomplete="off" value={passphrase} onInput={(event) => setPassphrase(event.currentTarget.value)} /></label>
        <Act kind="primary" label="同意并签字" busy="正在签字…" disabled={passphrase === ''} act={() => post(`/api/edits/${edit.id}/approve`, { ...body, passphrase })} done={() => { setPassphrase(''); again(); }} good="已经签字。" />
      </div>
      <div>
        <h3>退回</h3>
        <label>哪里要改<textarea rows={3} value={why} onInput={(event) => setWhy(event.currentTarget.value)} /></label>
        <Act label="退回给编辑" disabled={why.trim() === ''} act={() => post(`/api/edits/${edit.id}/return`, { ...body, why })} done={again} good="已经退回。" />
      </div>
    </div>
  );
}
