import { X } from 'lucide-react'
import { useEffect } from 'react'
import { Button, IconButton } from './button.tsx'
import styles from './toast.module.css'
import type { Toast } from './toast-list.ts'

/** How long a message stays; one that can be undone stays long enough to read, think and reach. */
const stayMs = { plain: 4_000, undo: 12_000 }

/**
 * Messages in passing, over the status line: nothing moves for them, and nothing of a room is covered. They leave by
 * themselves or once their undo has nothing left to take back, never take the focus, and are announced politely.
 */
export function Toaster({
  toasts,
  onDismiss,
}: {
  readonly toasts: readonly Toast[]
  readonly onDismiss: (id: number) => void
}) {
  return (
    <div className={styles.toaster} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} onDismiss={onDismiss} />
      ))}
    </div>
  )
}

function ToastLine({
  toast,
  onDismiss,
}: {
  readonly toast: Toast
  readonly onDismiss: (id: number) => void
}) {
  const { id, undo } = toast
  useEffect(() => {
    const timer = setTimeout(() => onDismiss(id), undo ? stayMs.undo : stayMs.plain)
    return () => clearTimeout(timer)
  }, [id, undo, onDismiss])
  useEffect(() => undo?.watch?.(() => onDismiss(id)), [id, undo, onDismiss])
  return (
    <div className={styles.toast}>
      <span className={styles.message} title={toast.message}>
        {toast.message}
      </span>
      {undo && (
        <Button
          variant="ghost"
          className={styles.undo}
          onClick={() => {
            onDismiss(id)
            undo.run()
          }}
        >
          Undo
        </Button>
      )}
      <IconButton
        label="Dismiss"
        icon={<X size={14} aria-hidden />}
        className={styles.dismiss}
        onClick={() => onDismiss(id)}
      />
    </div>
  )
}
