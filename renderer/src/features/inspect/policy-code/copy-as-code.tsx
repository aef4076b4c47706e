import { Code } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { Popover } from '../../../ui/popover.tsx'
import type { InspectState } from '../inspect-state.ts'
import { CodePanel } from './code-panel.tsx'
import { currentPolicy } from './current-policy.ts'

/** The verification on the screen as code; beside the tabs. */
export function CopyAsCode({ state }: { readonly state: InspectState }) {
  const policy = currentPolicy(state)
  if (policy === null) return null
  return (
    <Popover
      label="The verification as code"
      trigger={
        <Button variant="ghost" icon={<Code size={14} aria-hidden />}>
          Copy as code
        </Button>
      }
    >
      <CodePanel policy={policy} />
    </Popover>
  )
}
