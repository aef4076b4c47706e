import styles from './plain-editor.module.css'
import type { TokenEditorProps } from './token-editor.tsx'

/** Stands in until the full editor is loaded, so that typing and pasting work from the first moment. */
export function PlainEditor({ document: shown, onEdit, onPaste }: TokenEditorProps) {
  return (
    <textarea
      className={styles.plain}
      aria-label="Token input"
      placeholder="Paste or drop any text with tokens in it: a JWT, a command, an address, JSON, a HAR file, a log"
      spellCheck={false}
      autoComplete="off"
      value={shown.text}
      onChange={(event) => onEdit(event.target.value)}
      onPaste={(event) => {
        const area = event.currentTarget
        const text = event.clipboardData.getData('text/plain')
        if (text === '' || area.selectionEnd - area.selectionStart !== area.value.length) return
        event.preventDefault()
        onPaste(text)
      }}
    />
  )
}
