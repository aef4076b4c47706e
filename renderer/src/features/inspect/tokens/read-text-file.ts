export type TextFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string }

/**
 * A file's text: UTF-8, or UTF-16 where a byte order mark says so, as PowerShell writes its logs. Bytes that are no text
 * come as U+FFFD; tokens between them are found all the same.
 */
export async function readTextFile(file: Blob): Promise<TextFile> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const label =
      bytes[0] === 0xff && bytes[1] === 0xfe
        ? 'utf-16le'
        : bytes[0] === 0xfe && bytes[1] === 0xff
          ? 'utf-16be'
          : 'utf-8'
    return { ok: true, text: new TextDecoder(label).decode(bytes) }
  } catch {
    return { ok: false, message: 'This file cannot be read. Was it a folder, or was it moved or removed?' }
  }
}
