/**
 * What every kind of device has (after UnifiedPOS and XFS4IoT Common): an identity, a state with its changes, and a test of
 * itself. There is no open or claim to forget: an operation claims the device while it runs and lets go of it at its end, and
 * what costs light, power or privacy is on only meanwhile. Nothing here rejects; every operation has a deadline and a signal.
 */
export interface Device<Status extends { readonly is: string }> {
  readonly capabilities: { readonly model: string };
  /** The present state: asked of the device, or the last known while it is busy. */
  status(): Promise<Status>;
  /** Calls back at every change of status. Returns the way to stop. */
  watch(onStatus: (status: Status) => void): () => void;
  /** Lets the device test itself (UnifiedPOS CheckHealth internal), for the maintainer; uses up nothing. Takes ten seconds at most. */
  selfTest(): Promise<SelfTest>;
}
export type SelfTest =
  /** `device` is what the device says of itself, such as a SAM number; '' when it says nothing. */
  | { readonly is: 'passed'; readonly device: string }
  /** `not-ready`: it answers, and its status says what is wrong. */
  | { readonly is: 'failed'; readonly why: 'no-wire' | 'no-answer' | 'self-test-failed' | 'not-authorised' | 'not-ready' }
  /** Somebody is being served with it. */
  | { readonly is: 'busy' }
  /** A device that cannot be asked, such as a scanner that poses as a keyboard: only trying it tells. */
  | { readonly is: 'cannot-tell' };
/** The status of a device that either works or does not. */
export type PlainStatus =
  | { readonly is: 'ready' }
  | { readonly is: 'starting' }
  | { readonly is: 'offline'; readonly why: 'no-wire' | 'no-answer' };
