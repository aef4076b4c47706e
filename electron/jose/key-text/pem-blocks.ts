export type PemBlock = {
  /** `unknown` where what stands there is no label (RFC 7468 §3): what is said about a block repeats it. */
  readonly label: string
  readonly body: string
}

const maxBlocks = 100

/** True where text is, or holds, PEM (RFC 7468). */
export function isPem(text: string): boolean {
  return text.includes('-----BEGIN ')
}

/** The blocks of a PEM text in their order, at most a hundred; `unfinished` where one has no END line. Linear. */
export function findPemBlocks(text: string): {
  readonly blocks: readonly PemBlock[]
  readonly unfinished: boolean
} {
  const pem = withRealLineBreaks(text)
  const blocks: PemBlock[] = []
  let from = 0
  while (blocks.length < maxBlocks) {
    const begin = pem.indexOf('-----BEGIN ', from)
    if (begin === -1) break
    const labelEnd = pem.indexOf('-----', begin + 11)
    if (labelEnd === -1) return { blocks, unfinished: true }
    const written = pem.slice(begin + 11, labelEnd)
    const footer = `-----END ${written}-----`
    const end = pem.indexOf(footer, labelEnd)
    if (end === -1) return { blocks, unfinished: true }
    const label = /^[A-Z0-9 ]{1,60}$/.test(written) ? written : 'unknown'
    blocks.push({ label, body: pem.slice(labelEnd + 5, end) })
    from = end + footer.length
  }
  return { blocks, unfinished: false }
}

/** The bytes between the lines; null where they are not base64. */
export function decodePemBody({ body }: PemBlock): Buffer | null {
  const base64 = body.replace(/\s+/g, '')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : null
}

/** Environment files and JSON carry PEM with its line breaks written as backslash and n. */
function withRealLineBreaks(text: string): string {
  return text.replaceAll('\\r', '').replaceAll('\\n', '\n')
}
