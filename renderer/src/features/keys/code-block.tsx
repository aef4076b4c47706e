import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './code-block.module.css'

/** A text of many lines that scrolls by itself, by keyboard too. */
export function CodeBlock({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.code} aria-label={label} tabIndex={0}>
      <pre>
        <VisibleText text={text.trimEnd()} />
      </pre>
    </section>
  )
}
