import { useState } from 'react'
import type { LibraryId } from '../../../../../shared/policy-code/notes.ts'
import type { Policy } from '../../../../../shared/policy-code/policy.ts'
import { policyCodes } from '../../../../../shared/policy-code/snippets.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { TabPanel, Tabs } from '../../../ui/tabs.tsx'
import styles from './code-panel.module.css'

const tabs = policyCodes.map(({ id, label }) => ({ id, label }))

/** One tab a library; the code demands what was demanded here. */
export function CodePanel({ policy }: { readonly policy: Policy }) {
  const [library, setLibrary] = useState<LibraryId>('jose')
  const chosen = policyCodes.find(({ id }) => id === library)
  return (
    <>
      <Tabs label="Library" tabs={tabs} value={library} onValueChange={setLibrary} className={styles.tabs}>
        {policyCodes.map(({ id, create }) => (
          <TabPanel key={id} id={id}>
            {id === library && <pre className={styles.code}>{create(policy)}</pre>}
          </TabPanel>
        ))}
      </Tabs>
      <div className={styles.foot}>
        <p>Keys and secrets come from the environment; none of yours is in the code.</p>
        {chosen && (
          <CopyButton label={`Copy the code for ${chosen.label}`} text={chosen.create(policy)}>
            Copy
          </CopyButton>
        )}
      </div>
    </>
  )
}
