/** A file that is text, or binary as base64 (DER, PKCS#12); `problem` where it is larger than `maxBytes`. */
export async function readFileText(
  file: File,
  maxBytes: number,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  if (file.size > maxBytes)
    return { problem: `The file has ${file.size} bytes; at most ${maxBytes} are read.` }
  const bytes = new Uint8Array(await file.arrayBuffer())
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\u0000')) return { text }
  } catch {
    // Not text.
  }
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return { text: btoa(binary) }
}
