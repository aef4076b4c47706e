import { Download } from 'lucide-react'
import { useState } from 'react'
import { exportCsv, exportJson } from '../../../../../shared/token/scan/export-tokens.ts'
import type { FoundToken } from '../../../../../shared/token/scan/found-token.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { useUiActions } from '../../../ui/ui-actions.tsx'

const forms = {
  csv: { make: exportCsv, name: 'tokens.csv', label: 'CSV' },
  json: { make: exportJson, name: 'tokens.json', label: 'JSON' },
} as const

/** The tokens in sight of the search, in the list's order, without what makes them valid. */
export function ExportMenu({
  text,
  tokens,
  rows,
}: {
  readonly text: string
  readonly tokens: readonly FoundToken[]
  readonly rows: readonly number[]
}) {
  const { copy, saveFile } = useUiActions()
  const [said, setSaid] = useState('')
  const count = rows.length.toLocaleString('en')
  const make = (form: keyof typeof forms) =>
    forms[form].make(
      text,
      rows.flatMap((row) => tokens[row] ?? []),
    )
  const save = async (form: keyof typeof forms) => {
    const outcome = await saveFile(forms[form].name, make(form))
    setSaid({ saved: 'Saved', cancelled: '', failed: 'The file could not be written' }[outcome])
  }
  const copyAs = async (form: keyof typeof forms) => {
    setSaid((await copy(make(form))) ? 'Copied' : 'This list is too long to be copied; save it instead')
  }
  return (
    <>
      <Menu
        label="Export the tokens"
        trigger={
          <IconButton
            label={`Export ${count} ${rows.length === 1 ? 'token' : 'tokens'}, signatures cut off`}
            icon={<Download size={15} aria-hidden />}
            disabled={rows.length === 0}
          />
        }
        items={[
          { id: 'csv', label: 'Save as CSV, signatures cut off', onSelect: () => void save('csv') },
          { id: 'json', label: 'Save as JSON, signatures cut off', onSelect: () => void save('json') },
          { id: 'copy-csv', label: 'Copy as CSV', separated: true, onSelect: () => void copyAs('csv') },
          { id: 'copy-json', label: 'Copy as JSON', onSelect: () => void copyAs('json') },
        ]}
      />
      <span className="visually-hidden" aria-live="polite">
        {said}
      </span>
    </>
  )
}
