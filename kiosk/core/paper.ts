/** What stands on a slip of paper, from the top. Sizes are roles, not points: kiosk/papers draws them. */
export type PaperBlock =
  | { readonly is: 'title'; readonly text: string }
  | { readonly is: 'heading'; readonly text: string }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'pair'; readonly label: string; readonly value: string }
  /** A number to be read aloud or typed, in large figures. */
  | { readonly is: 'number'; readonly label: string; readonly value: string }
  /** A QR code; `content` never carries anything personal. */
  | { readonly is: 'qr'; readonly content: string; readonly caption: string }
  /** White on black, so that it cannot be overlooked: demonstration data. */
  | { readonly is: 'stamp'; readonly text: string }
  | { readonly is: 'rule' };
export type Paper = readonly PaperBlock[];
