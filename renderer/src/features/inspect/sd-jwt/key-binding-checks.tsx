import { useState } from 'react'
import type { PartResult } from '../../../../../shared/verdict/verification.ts'
import { Rung } from '../rung.tsx'
import styles from './disclosures-panel.module.css'

/** The key binding's own ladder; what failed is open. */
export function KeyBindingChecks({ part }: { readonly part: PartResult }) {
  const failed = part.checks.filter(({ status }) => status === 'fail').map(({ id }) => id)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(failed))
  const toggle = (id: string) => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }
  return (
    <section className={styles.binding} aria-label="Key binding">
      <h2 className={styles.bindingTitle}>Key binding</h2>
      <ol className={styles.rungs} aria-label="Checks of the key binding">
        {part.checks.map((check) => (
          <Rung
            key={check.id}
            check={check}
            open={open.has(check.id)}
            explain
            names={null}
            actions={[]}
            onAction={() => {}}
            onToggle={() => toggle(check.id)}
          />
        ))}
      </ol>
    </section>
  )
}
