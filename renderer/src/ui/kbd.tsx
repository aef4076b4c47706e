import { classNames } from './class-names.ts'
import styles from './kbd.module.css'

const apple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const appleNames: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵' }
const otherNames: Readonly<Record<string, string>> = { Mod: 'Ctrl', Enter: '↵' }

/** The keys as written on this platform: `['Mod', 'K']` is `Ctrl K`, on a Mac `⌘K`. */
export function shortcutText(keys: readonly string[]): string {
  const names = apple ? appleNames : otherNames
  return keys.map((key) => names[key] ?? key).join(apple ? '' : ' ')
}

export function Kbd({
  keys,
  onAccent = false,
}: {
  readonly keys: readonly string[]
  readonly onAccent?: boolean
}) {
  return <kbd className={classNames(styles.kbd, onAccent && styles.onAccent)}>{shortcutText(keys)}</kbd>
}
