/** A secret by which a leak is found: what it is, and the text itself. */
export type Mark = { readonly what: string; readonly text: string }

/** As much of a secret as must not come out; the whole of a short one. */
const enough = 16

/** A mark in each form that somebody could undo without a key. */
export function spellingsOf(text: string): readonly string[] {
  const head = text.length > enough + 8 ? text.slice(0, enough) : text
  const bytes = Buffer.from(head)
  const base64 = [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
    const inside = shifted
      .toString('base64url')
      .slice(Math.ceil((offset * 8) / 6), Math.floor((shifted.length * 8) / 6))
    return [inside, inside.replaceAll('-', '+').replaceAll('_', '/')]
  })
  const hex = bytes.toString('hex')
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  return [
    ...new Set([
      head,
      encodeURIComponent(head),
      percent,
      percent.toUpperCase(),
      JSON.stringify(head).slice(1, -1),
      ...base64,
      hex,
      hex.toUpperCase(),
    ]),
  ]
}

/** Which marks are in a text or a file, in any spelling, also as UTF-16. */
export function marksIn(where: string | Buffer, marks: readonly Mark[]): readonly string[] {
  const bytes = typeof where === 'string' ? Buffer.from(where) : where
  return marks.flatMap(({ what, text }) =>
    spellingsOf(text).some((form) => bytes.includes(form) || bytes.includes(Buffer.from(form, 'utf16le')))
      ? [what]
      : [],
  )
}
