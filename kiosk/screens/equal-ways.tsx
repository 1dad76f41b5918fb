import { Button } from '../ui/button.tsx';
import type { IconName } from '../ui/icon.tsx';

/** A way that can be taken instead. */
export interface OtherWay { readonly label: string; readonly icon: IconName; readonly do: () => void }

/** Ways side by side, none larger or louder than another: what the law asks of a consent, and the eye of a choice. */
export function EqualWays({ ways }: { readonly ways: readonly OtherWay[] }) {
  return <div class="equal-ways">{ways.map((way) => <Button key={way.label} label={way.label} icon={way.icon} wide do={way.do} />)}</div>;
}
