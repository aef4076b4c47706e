import { ChevronDown, Download } from 'lucide-react'
import { flowCodes } from '../../../../shared/flow-code/flow-codes.ts'
import { planOfRun } from '../../../../shared/flow-code/flow-plan.ts'
import type { Run } from '../../../../shared/oauth/run.ts'
import { createRunHar } from '../../../../shared/run-export/run-har.ts'
import { formatRunJson, problemOfRun } from '../../../../shared/run-export/run-json.ts'
import { createRunMarkdown } from '../../../../shared/run-export/run-markdown.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { useUiActions } from '../../ui/ui-actions.tsx'

const formats = [
  { id: 'har', label: 'HAR', file: 'run.har', write: createRunHar },
  { id: 'markdown', label: 'Markdown', file: 'run.md', write: createRunMarkdown },
  {
    id: 'json',
    label: 'JSON',
    file: 'run.json',
    write: (run: Run) => formatRunJson({ run, tokens: {}, problem: problemOfRun(run) }),
  },
] as const

/** A run for other people and programs, as it was recorded: no secret and no token is in it. */
export function ExportMenu({
  run,
  appVersion,
  onSaid,
}: {
  readonly run: Run
  readonly appVersion: () => Promise<string>
  readonly onSaid: (message: string) => void
}) {
  const { copy, saveFile } = useUiActions()
  type Format = (typeof formats)[number]
  const saveAs = async ({ label, file, write }: Format) => {
    const outcome = await saveFile(file, write(run, await appVersion()))
    if (outcome !== 'cancelled') onSaid(outcome === 'saved' ? `Run saved as ${label}` : 'Could not save')
  }
  const copyAs = async ({ label, write }: Format) => {
    const done = await copy(write(run, await appVersion()))
    onSaid(done ? `Run copied as ${label}` : 'Could not copy')
  }
  const plan = planOfRun(run)
  const copyFlow = async (label: string, code: string) => {
    onSaid((await copy(code)) ? `Flow copied as ${label}` : 'Could not copy')
  }
  const items: readonly MenuItem[] = [
    ...formats.map((format) => ({
      id: `save-${format.id}`,
      label: `Save as ${format.label}…`,
      onSelect: () => void saveAs(format),
    })),
    ...formats.map((format, index) => ({
      id: `copy-${format.id}`,
      label: `Copy as ${format.label}`,
      separated: index === 0,
      onSelect: () => void copyAs(format),
    })),
    ...flowCodes.map(({ id, label, create }, index) => {
      const code = plan === null ? null : create(plan)
      return {
        id: `flow-${id}`,
        label: code === null ? `${label}: not for this flow` : `Copy the flow as ${label}`,
        separated: index === 0,
        disabled: code === null,
        onSelect: () => void copyFlow(label, code ?? ''),
      }
    }),
  ]
  return (
    <Menu
      label="Export the run"
      items={items}
      trigger={
        <Button icon={<Download size={14} aria-hidden />}>
          Export
          <ChevronDown size={13} aria-hidden />
        </Button>
      }
    />
  )
}
