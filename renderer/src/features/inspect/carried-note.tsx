import { Button } from '../../ui/button.tsx'
import styles from './carried-note.module.css'
import type { Carried } from './store/carry-over.ts'

/** What stands in the fields from the token before: never silently. */
export function CarriedNote({ carried, onDrop }: { readonly carried: Carried; readonly onDrop: () => void }) {
  return (
    <p className={styles.note} role="status">
      <span>Kept from the token before, which names the same issuer: {carried.what.join(', ')}.</span>
      <Button variant="ghost" onClick={onDrop}>
        Start over
      </Button>
    </p>
  )
}
