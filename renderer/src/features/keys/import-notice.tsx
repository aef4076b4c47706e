import { plainText } from '../../../../shared/oauth/plain-text.ts'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { FactText } from './fact-text.tsx'
import { importTitle, type KeysState } from './keys-state.ts'

/** What came of an import of several keys: how many there are now, which were there before, and which are weak. */
export function ImportNotice({ state }: { readonly state: KeysState }) {
  const { imported, keys } = state
  if (imported === null || imported.added.length + imported.present.length < 2) return null
  // What is said of the open key stands there.
  const weak = imported.weak.filter(({ id }) => !(state.place?.kind === 'key' && state.place.id === id))
  const nameOf = (id: string) => plainText(keys?.find((key) => key.id === id)?.name ?? 'A key', 60)
  return (
    <InlineProblem tone={weak.length > 0 ? 'warning' : 'info'} title={importTitle(imported)}>
      {weak.length > 0 &&
        weak.slice(0, 5).map(({ id, reason }) => (
          <p key={id}>
            <FactText fact={`“${nameOf(id)}” ${reason}`} />
          </p>
        ))}
      {weak.length > 5 && <p>{weak.length - 5} more are weak; each says so when it is opened.</p>}
    </InlineProblem>
  )
}
