import { useEffect, useRef } from 'preact/hooks';
import './camera-picture.css';

/** What a camera sees now. */
export function LivePicture({ stream, label }: { readonly stream: MediaStream; readonly label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    element.srcObject = stream;
    element.play().catch(() => undefined);
    return () => { element.srcObject = null; };
  }, [stream]);
  return <video ref={video} class="camera-picture" aria-label={label} muted playsInline />;
}

/** A picture that was taken. The browser's copy goes when it leaves the screen. */
export function TakenPicture({ picture: { bytes, mediaType }, label }: { readonly picture: { readonly bytes: Uint8Array; readonly mediaType: string }; readonly label: string }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const address = URL.createObjectURL(new Blob([bytes.slice()], { type: mediaType }));
    if (image.current) image.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [bytes, mediaType]);
  return <img ref={image} class="camera-picture" alt={label} />;
}
