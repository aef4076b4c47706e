import { splitHidden } from '../../../shared/oauth/hidden-text.ts'
import styles from './hidden-text.module.css'
import { VisibleText } from './visible-text.tsx'

/** Recorded text with the places marked where a secret was replaced. */
export function MarkedText({ text }: { readonly text: string }) {
  let offset = 0
  return splitHidden(text).map((piece) => {
    const key = offset
    offset += piece.text.length
    return piece.hidden ? (
      <span key={key} className={styles.hidden}>
        {piece.text}
      </span>
    ) : (
      <VisibleText key={key} text={piece.text} />
    )
  })
}
