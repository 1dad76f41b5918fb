import type { EditView } from '../routes-edits.ts';

export function Publish({ edit }: { readonly edit: EditView; readonly again: () => void }) { return edit.findings.length > 0 ? null : <></>; }
