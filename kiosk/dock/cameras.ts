import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from './command.ts';

type DocumentCameraCommand = Extract<Command, { do: 'document-camera' }>;
type CameraCommand = Extract<Command, { do: 'camera' }>;
const picture = (name: string) => readFileSync(path.join(import.meta.dirname, 'pictures', `${name}.jpg`));

/** Two network cameras on the dock's table, each a picture for a GET. What they see is drawn and fictional. */
export function dockCameras() {
  const seen = { document: { nothing: picture('desk'), register: picture('register'), lease: picture('lease') }, person: { nobody: picture('wall'), somebody: picture('somebody') } } as const;
  const documents = { lies: 'nothing' as keyof typeof seen.document, unplugged: false };
  const person = { before: 'nobody' as keyof typeof seen.person | 'picture', unplugged: false };
  /** What a tester chose; in memory only. */
  let chosen: Buffer | undefined;
  const before = () => (person.before === 'picture' ? chosen ?? seen.person.nobody : seen.person[person.before]);
  return {
    act(command: DocumentCameraCommand | CameraCommand): 'done' {
      if (command.do === 'document-camera') {
        if (command.lay !== undefined) documents.lies = command.lay;
        if (command.unplugged !== undefined) documents.unplugged = command.unplugged;
      } else {
        if (command.picture !== undefined) { chosen?.fill(0); chosen = Buffer.from(command.picture, 'base64'); person.before = 'picture'; }
        if (command.before !== undefined) person.before = command.before;
        if (command.unplugged !== undefined) person.unplugged = command.unplugged;
      }
      return 'done';
    },
    state: () => ({ documentCamera: { ...documents }, camera: { ...person, hasPicture: chosen !== undefined } }),
    /** What GET /camera/<name>.jpg answers; undefined while it is unplugged, or for another name. */
    look: (name: string): Buffer | undefined => (name === 'document' && !documents.unplugged ? seen.document[documents.lies] : name === 'person' && !person.unplugged ? before() : undefined),
  };
}
