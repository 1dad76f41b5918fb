interface Props { readonly departments: readonly { readonly code: string; readonly name: string }[]; readonly given: Readonly<Record<string, string>>; readonly set: (to: Readonly<Record<string, string>>) => void }

/** The passphrases of departments whose keys must be opened; typed by somebody of each. */
export function Passphrases({ departments, given, set }: Props) {
  return <>{departments.map(({ code, name }) => <label key={code}>{name}的钥匙口令（请该部门的人来写）<input type="password" autocomplete="off" value={given[code] ?? ''} onInput={(event) => set({ ...given, [code]: event.currentTarget.value })} /></label>)}</>;
}
