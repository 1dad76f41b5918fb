import type { Clock } from '../transport/clock.ts';
import type { XfsService } from './service.ts';
import { serviceQueue } from './service-queue.ts';
import { openSession, type Session } from './session.ts';
import { commandsOf } from './common-commands.ts';

/** One service and everybody connected to it. */
export interface ServiceRoom {
  /** A client comes in; `left` of its session lets it out. */
  enter(send: (text: string) => void): Session;
}

/** The service's device is watched only while somebody is connected, so that an unused one is not polled. */
export function serviceRoom(service: XfsService, { clock, onFault }: { clock: Clock; onFault?: (trouble: unknown) => void }): ServiceRoom {
  const queue = serviceQueue();
  const commands = commandsOf(service);
  const sessions = new Set<Session>();
  let stop: (() => void) | undefined;
  return {
    enter(send) {
      const session = openSession({ service, commands, queue, clock, send, ...(onFault && { onFault }) });
      const own: Session = {
        ...session,
        left() {
          session.left();
          if (!sessions.delete(own) || sessions.size > 0) return;
          stop?.();
          stop = undefined;
        },
      };
      sessions.add(own);
      stop ??= service.watch((event) => { for (const one of sessions) one.tell(event); });
      return own;
    },
  };
}
