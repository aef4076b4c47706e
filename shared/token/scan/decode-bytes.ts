/**
 * The text of a file that is to be searched: UTF-8, or UTF-16 where a byte order mark says so, as PowerShell writes its
 * logs. Bytes that are no text come as U+FFFD, so that tokens between them are found all the same. Never throws for
 * bytes; a text beyond what a runtime can hold throws there.
 */
export function decodeBytes(bytes: Uint8Array): string {
  const [first, second] = bytes
  const label =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(label).decode(bytes)
}
