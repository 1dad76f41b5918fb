import './working.css';

/** Says in words what is going on; the dots only show that the machine is alive. Put what happens next into `detail`. */
export function Working({ label, detail }: { readonly label: string; readonly detail?: string | undefined }) {
  return (
    <div class="working" role="status">
      <Dots />
      <p class="working-label">{label}</p>
      {detail !== undefined && <p class="working-detail">{detail}</p>}
    </div>
  );
}

/** Three dots that light one after another; still under reduced motion. */
export function Dots() {
  return <span class="dots" aria-hidden="true"><i /><i /><i /></span>;
}
