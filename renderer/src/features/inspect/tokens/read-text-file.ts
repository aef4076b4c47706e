import { decodeBytes } from '../../../../../shared/token/scan/decode-bytes.ts'

export type TextFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string }

/** A file's text, whatever bytes it holds; a sentence where it cannot be read. */
export async function readTextFile(file: Blob): Promise<TextFile> {
  try {
    return { ok: true, text: decodeBytes(new Uint8Array(await file.arrayBuffer())) }
  } catch {
    return { ok: false, message: 'This file cannot be read. Was it a folder, or was it moved or removed?' }
  }
}
