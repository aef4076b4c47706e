import { DropdownMenu } from 'radix-ui'
import { Fragment, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import styles from './menu.module.css'

export type MenuItem = {
  readonly id: string
  readonly label: string
  readonly icon?: ReactNode
  readonly keys?: readonly string[]
  readonly danger?: boolean
  readonly disabled?: boolean
  /** A hairline above this item. */
  readonly separated?: boolean
  readonly onSelect: () => void
}

/**
 * A drop-down of actions; `trigger` is the button that opens it (IconButton or Button).
 * Not modal: the modal form injects a style element, which the window's CSP refuses.
 */
export function Menu({
  label,
  trigger,
  items,
  align = 'end',
}: {
  readonly label: string
  readonly trigger: ReactNode
  readonly items: readonly MenuItem[]
  readonly align?: 'start' | 'end'
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          {items.map((item) => (
            <Fragment key={item.id}>
              {item.separated && <DropdownMenu.Separator className={styles.separator} />}
              <DropdownMenu.Item
                className={classNames(styles.item, item.danger && styles.danger)}
                disabled={item.disabled ?? false}
                onSelect={item.onSelect}
              >
                <span className={styles.icon}>{item.icon}</span>
                <span className={styles.label}>{item.label}</span>
                {item.keys && <Kbd keys={item.keys} />}
              </DropdownMenu.Item>
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
