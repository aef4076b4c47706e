import type { ReactNode } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import styles from './split.module.css'

/**
 * Two panes with a border that can be dragged or moved with the arrow keys; the place is remembered under `id`.
 * Sizes are in pixels or percent, for example `'38%'` or `320`.
 */
export function Split({
  id,
  label,
  first,
  second,
  firstSize = '38%',
  firstMin = 300,
  secondMin = 360,
  orientation = 'horizontal',
}: {
  readonly id: string
  /** Names the border for a screen reader, for example `Width of the input`. */
  readonly label: string
  readonly first: ReactNode
  readonly second: ReactNode
  readonly firstSize?: number | string
  readonly firstMin?: number | string
  readonly secondMin?: number | string
  readonly orientation?: 'horizontal' | 'vertical'
}) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: `split-${id}`, storage: localStorage })
  return (
    <Group
      orientation={orientation}
      {...(defaultLayout ? { defaultLayout } : {})}
      onLayoutChanged={onLayoutChanged}
      className={styles.group}
    >
      <Panel id={`${id}-first`} defaultSize={firstSize} minSize={firstMin} className={styles.panel}>
        {first}
      </Panel>
      <Separator className={styles.separator} aria-label={label} />
      <Panel id={`${id}-second`} minSize={secondMin} className={styles.panel}>
        {second}
      </Panel>
    </Group>
  )
}
