import { webCamera, type WebCameraOptions } from '../../camera/web-camera/driver.ts';
import { documentCameraOf } from '../of-camera.ts';
import type { DocumentCamera } from '../port.ts';

/** A document camera (高拍仪) that is a USB camera to the system (UVC), at the best resolution it has. */
export const webDocumentCamera = (options: Omit<WebCameraOptions, 'best'> = {}): DocumentCamera => documentCameraOf(webCamera({ ...options, best: true }));
