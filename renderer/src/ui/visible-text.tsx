import styles from './visible-text.module.css'

/**
 * Characters that hide, reorder or imitate: controls other than line ends and tabs, zero-width characters,
 * bidirectional controls, tags, unpaired surrogates. What someone else wrote must be seen as it is written.
 */
const hidden = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/gu

export type TextPart = { readonly text: string; readonly hidden: boolean }

/** Cuts a text at its hidden characters; those come as their code point, for example `U+202E`. */
export function splitUnseen(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const match of text.matchAll(hidden)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), hidden: false })
    const point = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    parts.push({ text: `U+${point}`, hidden: true })
    at = match.index + match[0].length
  }
  if (at < text.length) parts.push({ text: text.slice(at), hidden: false })
  return parts
}

/** Text from elsewhere, with hidden characters made visible and no effect on the text around it. */
export function VisibleText({ text }: { readonly text: string }) {
  return (
    <bdi className={styles.text}>
      {splitUnseen(text).map((part, index) =>
        part.hidden ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
          <span key={index} className={styles.hidden} title="A character that cannot be seen">
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </bdi>
  )
}
