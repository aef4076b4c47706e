import { Ellipsis } from 'lucide-react'
import { IconButton } from '../../ui/button.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { useUiActions } from '../../ui/ui-actions.tsx'
import { type AssertionLanguage, assertionNames, createAssertion } from './claim-assertion.ts'
import type { ClaimRow } from './claim-rows.ts'

/** What can be taken from one claim: its value, its JSON, its path, or a test that it has this value. */
export function ClaimMenu({
  row,
  of,
  className,
  onOpenToken,
}: {
  readonly row: ClaimRow
  readonly of: 'header' | 'payload'
  readonly className?: string | undefined
  readonly onOpenToken: (() => void) | null
}) {
  const actions = useUiActions()
  const { name, copyText, raw, path, pathText } = row
  const languages = Object.keys(assertionNames) as readonly AssertionLanguage[]
  const items: readonly MenuItem[] = [
    ...(onOpenToken ? [{ id: 'open', label: 'Open this token', keys: ['O'], onSelect: onOpenToken }] : []),
    { id: 'value', label: 'Copy value', keys: ['C'], onSelect: () => void actions.copy(copyText) },
    ...(raw === copyText
      ? []
      : [{ id: 'json', label: 'Copy as JSON', onSelect: () => void actions.copy(raw) }]),
    { id: 'path', label: 'Copy path', keys: ['P'], onSelect: () => void actions.copy(pathText) },
    ...languages.map((language, index) => ({
      id: language,
      label: `Copy assertion: ${assertionNames[language]}`,
      separated: index === 0,
      onSelect: () => void actions.copy(createAssertion(language, of, path, raw)),
    })),
  ]
  return (
    <Menu
      label={`Copy ${name} as`}
      items={items}
      trigger={
        <IconButton
          label={`More for ${name}`}
          icon={<Ellipsis size={14} aria-hidden />}
          className={className}
        />
      }
    />
  )
}
