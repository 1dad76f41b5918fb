/** What in-chromium.test.ts runs inside the browser: the real client and port adapters, with no screens around them. */
import { xfsClient } from '../../../drivers/xfs4iot/client.ts';
import { locateService } from '../../../drivers/xfs4iot/discovery.ts';
import { xfs4iotIdReader } from '../../../drivers/xfs4iot/id-reader.ts';
import { xfs4iotReceiptPrinter } from '../../../drivers/xfs4iot/receipt-printer.ts';

export async function visit({ token, publisher }: { token: string; publisher: string }) {
  const clientOf = (offers: string) => xfsClient({ at: locateService({ offers }, { publishers: [publisher], token }), token });
  const card = await xfs4iotIdReader(clientOf('CnIdCard')).read({ deadlineMs: 3000 });
  const paper = await xfs4iotReceiptPrinter(clientOf('Printer')).print({ widthDots: 576, heightDots: 4, bits: new Uint8Array(288).fill(255) }, { deadlineMs: 3000 });
  return { card, paper };
}
