import { memo, useDeferredValue } from 'react'
import type { Span } from '../../../../shared/token/reading.ts'
import type { AppActions } from '../../app-actions.ts'
import type { OnDemand } from '../../ui/on-demand.tsx'
import { Pane } from '../../ui/pane.tsx'
import { InspectEmpty } from './inspect-empty.tsx'
import type { InspectState } from './inspect-state.ts'
import type { TabId } from './token-tabs.tsx'

export type ResultProps = {
  readonly state: InspectState
  readonly tab: TabId
  readonly onTab: (tab: TabId) => void
  readonly actions: AppActions
  /** Marks a stretch of the input. */
  readonly onMark: (span: Span) => void
}

/** Below this many characters the whole result is drawn within the frame of a key press. */
const longFrom = 16_000

const meanwhile = <Pane label="Result">{null}</Pane>

/** The right side: an invitation while there is nothing, then everything about the token, whose code comes with it. */
export function ResultSide({ result, ...props }: ResultProps & { readonly result: OnDemand<ResultProps> }) {
  const behind = useDeferredValue(props.state)
  if (props.state.reading.format === 'empty') {
    return (
      <Pane label="Result">
        <InspectEmpty onExample={props.state.showExample} />
      </Pane>
    )
  }
  const state = mayLag(behind, props.state) ? behind : props.state
  return <Drawn {...props} result={result} state={state} />
}

/** Not drawn with the input: what it shows is still the same. */
const Drawn = memo(({ result, ...props }: ResultProps & { readonly result: OnDemand<ResultProps> }) => (
  <result.View {...props} meanwhile={meanwhile} />
))

/**
 * A long token that is being typed in is drawn behind the typing. A verdict never is: it ends with the edit, on the
 * screen too; and no field of a form, which must show at once what is typed into it.
 */
function mayLag(behind: InspectState, state: InspectState): boolean {
  return (
    state.input.length >= longFrom &&
    behind.input !== state.input &&
    behind.reading.format !== 'empty' &&
    behind.verification === state.verification &&
    behind.trail === state.trail
  )
}
