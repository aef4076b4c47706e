import { Tabs as RadixTabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './tabs.module.css'

export type Tab<V extends string> = {
  readonly id: V
  readonly label: string
  readonly count?: number
}

/** A row of tabs over `TabPanel` children. `label` names the row; `end` stands at its right. */
export function Tabs<V extends string>({
  label,
  tabs,
  value,
  onValueChange,
  end,
  className,
  children,
}: {
  readonly label: string
  readonly tabs: readonly Tab<V>[]
  readonly value: V
  readonly onValueChange: (value: V) => void
  readonly end?: ReactNode
  readonly className?: string | undefined
  readonly children: ReactNode
}) {
  return (
    <RadixTabs.Root
      className={classNames(styles.root, className)}
      value={value}
      onValueChange={(next) => {
        const chosen = tabs.find((tab) => tab.id === next)
        if (chosen) onValueChange(chosen.id)
      }}
    >
      <div className={styles.bar}>
        <RadixTabs.List className={styles.list} aria-label={label}>
          {tabs.map((tab) => (
            <RadixTabs.Trigger key={tab.id} value={tab.id} className={styles.tab}>
              {tab.label}
              {tab.count !== undefined && (
                <>
                  {' '}
                  <span className={styles.count}>{tab.count}</span>
                </>
              )}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        {end && <div className={styles.end}>{end}</div>}
      </div>
      {children}
    </RadixTabs.Root>
  )
}

export function TabPanel({
  id,
  className,
  children,
}: {
  readonly id: string
  readonly className?: string | undefined
  readonly children: ReactNode
}) {
  return (
    <RadixTabs.Content value={id} className={classNames(styles.panel, className)}>
      {children}
    </RadixTabs.Content>
  )
}
