// Runs in a process of its own: several calls of the PC/SC library hold their caller up for as long as daemon, reader and card
// take, and native code that fails takes its process with it. The host has others to serve.
import { type Attachment, attachment } from './attachment.ts';

/** `id` numbers a call; its answer comes under the same. */
export interface Call<K extends keyof Attachment = keyof Attachment> { readonly id: number; readonly call: K; readonly with: Parameters<Attachment[K]> }

const attached = attachment();
process.on('message', ({ id, call, with: args }: Call) => {
  void attached.then((here) => (here[call] as (...given: typeof args) => Promise<unknown>)(...args)).then((told) => process.send?.({ id, told }));
});
process.on('disconnect', () => process.exit());
