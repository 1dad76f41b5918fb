import type { Flash, GuideLight } from '../indicator/port.ts';

/**
 * Our lights under their names in XFS4IoT Lights (CWA 17852 Lights.SetLight). An identity card is read without contact, a social
 * security card in a slot. The two cameras have no light there: cnCamera and cnDocumentCamera are ours (vendor.ts).
 */
export const lightNames: Readonly<Record<GuideLight, string>> = {
  'id-reader': 'contactless', 'smart-card': 'cardReader', 'receipt-printer': 'receiptPrinter', 'document-printer': 'documentPrinter',
  'code-scanner': 'scanner', 'camera': 'cnCamera', 'document-camera': 'cnDocumentCamera', 'in-service': 'statusInService', 'attention': 'statusWarning',
};
export const guideLights = Object.keys(lightNames) as readonly GuideLight[];
export const lightOf = (name: string): GuideLight | undefined => guideLights.find((light) => lightNames[light] === name);

export const flashes: readonly Flash[] = ['off', 'continuous', 'slow', 'medium'];
/** Each of our lights is one lamp: this is its position. */
export const onlyPosition = 'default';
