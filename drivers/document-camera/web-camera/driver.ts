import { webCamera, type WebCameraOptions } from '../../camera/web-camera/driver.ts';
import { documentCameraOf } from '../of-camera.ts';
import type { DocumentCamera } from '../port.ts';

/** A4 at 210 dots an inch: small print is read, and a page stays well below a megabyte. */
const longestPx = 2480;

/** A document camera (高拍仪) that is a USB camera to the system (UVC), filming at the best resolution it has. */
export const webDocumentCamera = (options: Omit<WebCameraOptions, 'best' | 'longestPx'> = {}): DocumentCamera => documentCameraOf(webCamera({ ...options, best: true, longestPx }));
