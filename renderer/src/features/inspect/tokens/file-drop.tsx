import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import styles from './file-drop.module.css'

/** Takes a file or a text that is dropped anywhere on it. Paths stay with the browser: only contents and a name come in. */
export function FileDrop({
  onFile,
  onText,
  children,
}: {
  readonly onFile: (file: File, others: number) => void
  readonly onText: (text: string) => void
  readonly children: ReactNode
}) {
  const [over, setOver] = useState(false)
  // Entering a child comes before leaving its parent, so that only the depth tells when the pointer is gone.
  const depth = useRef(0)
  const takes = ({ dataTransfer }: DragEvent) =>
    dataTransfer.types.includes('Files') || dataTransfer.types.includes('text/plain')
  const end = () => {
    depth.current = 0
    setOver(false)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its own ways on the keyboard: paste and Open a file
    <div
      className={styles.drop}
      onDragEnter={(event) => {
        if (!takes(event)) return
        depth.current++
        setOver(true)
      }}
      onDragLeave={() => {
        depth.current = Math.max(0, depth.current - 1)
        if (depth.current === 0) setOver(false)
      }}
      onDragOverCapture={(event) => {
        if (!takes(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDropCapture={(event) => {
        if (!takes(event)) return
        event.preventDefault()
        event.stopPropagation()
        end()
        const [file, ...others] = event.dataTransfer.files
        if (file) onFile(file, others.length)
        else onText(event.dataTransfer.getData('text/plain'))
      }}
      onDragEnd={end}
    >
      {children}
      {over && (
        <div className={styles.cover} aria-hidden>
          <p className={styles.words}>Drop a file or a text to find the tokens in it</p>
        </div>
      )}
    </div>
  )
}
