import { Popover as RadixPopover } from 'radix-ui'
import type { ReactNode } from 'react'
import styles from './popover.module.css'

/**
 * A panel that opens from its trigger and closes by Escape or a click elsewhere.
 * Not modal: the modal form injects a style element, which the window's CSP refuses.
 */
export function Popover({
  label,
  trigger,
  children,
}: {
  readonly label: string
  /** The button that opens it. */
  readonly trigger: ReactNode
  readonly children: ReactNode
}) {
  return (
    <RadixPopover.Root>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          className={styles.content}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}
