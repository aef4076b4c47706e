import { Ellipsis, FileDown, FileUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { AppActions } from '../../app-actions.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { ExportPanel } from './export-panel.tsx'
import type { ExportStore } from './export-store.ts'
import { ImportPanel } from './import-panel.tsx'
import type { ImportStore } from './import-store.ts'
import type { ProfilesStore } from './profiles-store.ts'

export type Transfer = { readonly imports: ImportStore; readonly exports: ExportStore }

/** Import and export in the editor's place, one panel at a time. */
export function useTransfer({ imports, exports }: Transfer, store: ProfilesStore, actions: AppActions) {
  const profiles = useStore(store, (state) => state.profiles) ?? []
  const isImporting = useStore(imports, ({ isOpen }) => isOpen)
  const isExporting = useStore(exports, ({ ids }) => ids !== null)
  const close = () => {
    imports.getState().close()
    exports.getState().close()
  }
  const openImport = () => {
    close()
    imports.getState().open()
  }
  const openExport = (ids: readonly string[]) => {
    close()
    exports.getState().open(ids)
  }
  const ownIds = profiles.filter(({ builtIn }) => !builtIn).map(({ id }) => id)
  const panel: ReactNode = isImporting ? (
    <ImportPanel store={imports} onAccept={() => void acceptWithUndo(imports, store, actions)} />
  ) : isExporting ? (
    <ExportPanel store={exports} nameOf={(id) => profiles.find((each) => each.id === id)?.name ?? ''} />
  ) : null
  const menu = (
    <Menu
      label="More for all profiles"
      trigger={<IconButton label="More for all profiles" icon={<Ellipsis size={16} aria-hidden />} />}
      items={[
        { id: 'import', label: 'Import', icon: <FileDown size={14} aria-hidden />, onSelect: openImport },
        {
          id: 'export',
          label: 'Export all',
          icon: <FileUp size={14} aria-hidden />,
          disabled: ownIds.length === 0,
          onSelect: () => openExport(ownIds),
        },
      ]}
    />
  )
  return { panel, menu, close, openImport, openExport }
}

/** What was added is opened; one undo takes all of it back. */
async function acceptWithUndo(
  imports: ImportStore,
  store: ProfilesStore,
  actions: AppActions,
): Promise<void> {
  const added = await imports.getState().accept()
  const [first] = added ?? []
  if (!added || !first) return
  await store.getState().load()
  store.getState().open(first.id)
  actions.notify(added.length === 1 ? `Added “${plainText(first.name)}”` : `Added ${added.length} profiles`, {
    run: () => void imports.getState().undo(added.map(({ id }) => id)),
  })
}
