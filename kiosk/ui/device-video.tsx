import { useEffect, useRef } from 'preact/hooks';
import './device-video.css';

/** What a camera sees now. The stream is its owner's: it is let go here, not ended. */
export function DeviceVideo({ stream, label }: { readonly stream: MediaStream; readonly label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const el = video.current;
    if (!el) return undefined;
    el.srcObject = stream;
    void el.play().catch(() => undefined);
    return () => { el.srcObject = null; };
  }, [stream]);
  return <video ref={video} class="device-video" muted playsInline aria-label={label} />;
}
