import type { Wire } from './wire.ts';

/** Opens each wire once: devices whose configurations name the same one share it, such as the lights and sensors of one board. */
export function sharedWires<Config>(open: (config: Config) => Wire) {
  const wires = new Map<string, Wire>();
  return {
    of(config: Config): Wire {
      const key = JSON.stringify(config);
      const wire = wires.get(key) ?? open(config);
      wires.set(key, wire);
      return wire;
    },
    /** Gives them all up. */
    close() { for (const wire of wires.values()) wire.close(); },
  };
}
