import { useState } from 'react'
import type { KeyDescription } from '../../../../shared/key/key-description.ts'
import { type PublicForm, publicFormLabels } from '../../../../shared/key/key-form.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './code-block.module.css'
import { CodeBlock } from './code-block.tsx'

/** The public key in every form it has, one at a time, ready to be copied. */
export function PublicForms({ forms }: { readonly forms: KeyDescription['publicForms'] }) {
  const [chosen, setChosen] = useState<PublicForm>('jwk')
  const shown = forms.find(({ form }) => form === chosen) ?? forms[0]
  if (!shown) return null
  return (
    <div className={styles.block}>
      <div className={styles.bar}>
        <Select
          aria-label="Form of the public key"
          className={styles.select}
          options={forms.map(({ form }) => ({ value: form, label: publicFormLabels[form] }))}
          value={shown.form}
          onValueChange={setChosen}
        />
        <span className={styles.end}>
          <CopyButton label={`Copy the public key as ${publicFormLabels[shown.form]}`} text={shown.text}>
            Copy
          </CopyButton>
        </span>
      </div>
      <CodeBlock label="Public key" text={shown.text} />
    </div>
  )
}
