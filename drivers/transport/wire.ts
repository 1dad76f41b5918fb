/**
 * Bytes to and from one device, however it is attached. A wire never rejects: trouble on it is `closed`.
 * Framing is the driver's business; a wire may split or join writes as it likes.
 */
export interface Wire {
  /** Sends all bytes, or says that the wire is gone. Resolves when they left this side, not when the device acted on them. */
  send(bytes: Uint8Array): Promise<'sent' | 'closed'>;
  /** Calls back with every chunk as it arrives. Returns the way to stop listening. */
  listen(onBytes: (bytes: Uint8Array) => void): () => void;
  readonly state: WireState;
  /** Calls back when the wire opens or closes; a wire reopens by itself when the device comes back. Returns the way to stop. */
  watch(onState: (state: WireState) => void): () => void;
  /** Gives the wire up for good. */
  close(): void;
}
export type WireState = 'opening' | 'open' | 'closed';
