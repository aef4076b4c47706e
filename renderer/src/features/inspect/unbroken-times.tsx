import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './unbroken-times.module.css'

const instant = /(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2}))/

/** Prose whose instants (RFC 3339) never break at a hyphen. */
export function UnbrokenTimes({ text }: { readonly text: string }) {
  return text.split(instant).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <span key={index} className={styles.instant}>
        {part}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <VisibleText key={index} text={part} />
    ),
  )
}
