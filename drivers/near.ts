import type { Post } from './transport/post.ts';
import type { Wire } from './transport/wire.ts';
import type { XfsClient } from './xfs4iot/client.ts';

/**
 * What surrounds a model where it is made: the page's or the host's ways to reach a device, as its configuration says. Each is
 * asked for by the models that need it; one that the configuration lacks is a way on which nothing answers.
 */
export interface Near {
  /** Bytes to and from the device. Devices that name the same wire share it, such as the lights and sensors of one board. */
  wire(): Wire;
  /** Requests to an IPP printer, and what it wants to be called in them. */
  printer(): { readonly post: Post; readonly uri: string };
  /** Where a camera gives a picture for each request; undefined when the configuration names no such place. */
  snapshots(): string | undefined;
  /** The service of this device over XFS4IoT. */
  service(ask?: { readonly maxMessageBytes?: number }): XfsClient;
  /** The window, where a device that poses as a keyboard is heard. */
  readonly keys: EventTarget;
  /** Starts a worker script of the page's own build, as a module; left out where there are none. */
  readonly worker?: (address: string) => Worker;
  /** The model's own settings: whole numbers, words, yes or no. A model takes what it knows and has a default for each. */
  readonly settings: Settings;
}
export type Settings = Readonly<Record<string, string | number | boolean>>;
export type Make<Port> = (near: Near) => Promise<Port>;
export type Models<Port> = Readonly<Record<string, Make<Port>>>;
