import { useEffect, useRef } from 'preact/hooks';
import './face-picture.css';

/** What the camera sees of the person, as in a mirror, with the place for the face. The stream is its owner's: let go here, not ended. */
export function FacePicture({ stream, label }: { readonly stream: MediaStream | null; readonly label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element || !stream) return undefined;
    element.srcObject = stream;
    element.play().catch(() => undefined);
    return () => { element.srcObject = null; };
  }, [stream]);
  return (
    <div class="face-picture">
      {stream && <video ref={video} aria-label={label} muted playsInline />}
      <svg viewBox="0 0 400 400" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
        <path class="face-veil" d="M-400-400H800V800H-400ZM200 40a118 154 0 1 0 .01 0Z" />
        <path class="face-oval" d="M200 40a118 154 0 1 0 .01 0Z" />
      </svg>
    </div>
  );
}

export type Movement = 'turn-left' | 'turn-right' | 'nod' | 'closer' | 'blink';
const head = 'M100 34c31 0 50 23 50 57s-22 71-50 71-50-37-50-71 19-57 50-57Z';

/** The movement asked for, as a mirror would show it. Words stand beside it. */
export function MovementPicture({ movement }: { readonly movement: Movement }) {
  return (
    <svg class="movement" viewBox="0 0 200 200" aria-hidden="true" focusable="false">
      {movement === 'closer' && <path class="movement-far" d="M100 62c19 0 31 14 31 35s-14 44-31 44-31-23-31-44 12-35 31-35Z" />}
      <path class="movement-head" d={head} />
      {movement === 'blink' ? <path class="movement-line" d="M70 88q9 9 18 0M112 88q9 9 18 0" /> : <path class="movement-line" d="M79 84v.01M121 84v.01" />}
      <path class="movement-line" d="M100 92v18M84 132q16 10 32 0" />
      {arrows[movement] && <path class="movement-arrow" d={arrows[movement]} />}
    </svg>
  );
}
const arrows: Readonly<Record<Movement, string | null>> = {
  'turn-left': 'M92 180H14M38 156 14 180l24 24', 'turn-right': 'M108 180h78M162 156l24 24-24 24',
  'nod': 'M176 60v84M152 120l24 24 24-24', 'closer': 'M22 22l20 20M42 20v22H20M178 22l-20 20M158 20v22h22M22 190l20-20M42 192v-22H20M178 190l-20-20M158 192v-22h22', 'blink': null,
};
