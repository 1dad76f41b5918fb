const mostBytes = 6 * 1024 * 1024;
const mediaTypes: readonly string[] = ['image/jpeg', 'image/png'];

export type Snapshot =
  | { readonly is: 'picture'; readonly mediaType: string; readonly bytes: Uint8Array }
  /** It is there (HEAD). */
  | { readonly is: 'there' }
  | { readonly is: 'refused'; readonly status: 401 | 403 }
  /** Nothing there. */
  | { readonly is: 'gone' }
  /** There, and no picture came: too late, too large, or something else. */
  | { readonly is: 'no-picture' };

/** One picture of a network camera, or whether it is there; never rejects. Nothing of the picture is kept here. */
export async function snapshot(url: string, method: 'GET' | 'HEAD', timeoutMs: number): Promise<Snapshot> {
  try {
    const answer = await fetch(url, { method, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (answer.status === 401 || answer.status === 403) return { is: 'refused', status: answer.status };
    if (!answer.ok) return { is: 'no-picture' };
    if (method === 'HEAD') return { is: 'there' };
    const mediaType = answer.headers.get('content-type')?.split(';', 1)[0]?.trim() ?? '';
    if (!mediaTypes.includes(mediaType) || !answer.body) return { is: 'no-picture' };
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body) {
      length += part.length;
      if (length > mostBytes) return { is: 'no-picture' };
      parts.push(part);
    }
    return { is: 'picture', mediaType, bytes: Buffer.concat(parts) };
  } catch (trouble) {
    const isLate = trouble instanceof Error && (trouble.name === 'TimeoutError' || trouble.name === 'AbortError');
    return { is: isLate ? 'no-picture' : 'gone' };
  }
}
