import {
  FileSearch,
  Hammer,
  KeyRound,
  type LucideIcon,
  Route,
  Server,
  Settings2,
  SlidersHorizontal,
  Timer,
} from 'lucide-react'
import type { ViewId } from './app-actions.ts'
import styles from './rail.module.css'
import { shortcutText } from './ui/kbd.tsx'

export type Place = {
  readonly view: ViewId
  readonly label: string
  readonly icon: LucideIcon
  readonly keys: readonly string[]
}

/** Where one can go, in the order of the rail and of the number keys. */
export const places: readonly Place[] = [
  { view: 'inspect', label: 'Inspect', icon: FileSearch, keys: ['Mod', '1'] },
  { view: 'build', label: 'Build', icon: Hammer, keys: ['Mod', '2'] },
  { view: 'flows', label: 'Flows', icon: Route, keys: ['Mod', '3'] },
  { view: 'sessions', label: 'Sessions', icon: Timer, keys: ['Mod', '4'] },
  { view: 'profiles', label: 'Profiles', icon: SlidersHorizontal, keys: ['Mod', '5'] },
  { view: 'keys', label: 'Keys', icon: KeyRound, keys: ['Mod', '6'] },
  { view: 'provider', label: 'Provider', icon: Server, keys: ['Mod', '7'] },
  { view: 'settings', label: 'Settings', icon: Settings2, keys: ['Mod', ','] },
]

export function Rail({ view, onGo }: { readonly view: ViewId; readonly onGo: (view: ViewId) => void }) {
  return (
    <nav className={styles.rail} aria-label="Views">
      {places.map(({ view: target, label, icon: Icon, keys }) => (
        <button
          key={target}
          type="button"
          className={styles.place}
          data-foot={target === 'settings' || undefined}
          aria-current={target === view ? 'page' : undefined}
          title={`${label} (${shortcutText(keys)})`}
          onClick={() => onGo(target)}
        >
          <Icon size={18} strokeWidth={1.7} aria-hidden />
          <span>{label}</span>
        </button>
      ))}
    </nav>
  )
}
