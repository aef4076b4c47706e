import { Download } from 'lucide-react'
import type { LintReport } from '../../../../../shared/lint/lint-token.ts'
import { toJsonReport } from '../../../../../shared/lint/report/json-report.ts'
import { toJunitReport } from '../../../../../shared/lint/report/junit-report.ts'
import { toSarifReport } from '../../../../../shared/lint/report/sarif-report.ts'
import { Button } from '../../../ui/button.tsx'
import { Menu, type MenuItem } from '../../../ui/menu.tsx'
import { useUiActions } from '../../../ui/ui-actions.tsx'

const formats = [
  { id: 'json', label: 'JSON', file: 'findings.json', write: (report: LintReport) => toJsonReport(report) },
  {
    id: 'sarif',
    label: 'SARIF',
    file: 'findings.sarif',
    write: toSarifReport,
  },
  { id: 'junit', label: 'JUnit', file: 'findings.xml', write: (report: LintReport) => toJunitReport(report) },
] as const

/** Findings for other tools; neither the token nor its signature goes along. */
export function ExportMenu({
  report,
  appVersion,
  onSaid,
}: {
  readonly report: LintReport
  readonly appVersion: () => Promise<string>
  readonly onSaid: (message: string) => void
}) {
  const { copy, saveFile } = useUiActions()
  type Format = (typeof formats)[number]
  const copyAs = async ({ label, write }: Format) => {
    const done = await copy(write(report, await appVersion()))
    onSaid(done ? `Findings copied as ${label}` : 'Could not copy')
  }
  const saveAs = async ({ label, file, write }: Format) => {
    const outcome = await saveFile(file, write(report, await appVersion()))
    if (outcome !== 'cancelled') onSaid(outcome === 'saved' ? `Findings saved as ${label}` : 'Could not save')
  }
  const items: readonly MenuItem[] = [
    ...formats.map((format) => ({
      id: `copy-${format.id}`,
      label: `Copy as ${format.label}`,
      onSelect: () => void copyAs(format),
    })),
    ...formats.map((format, index) => ({
      id: `save-${format.id}`,
      label: `Save as ${format.label}…`,
      separated: index === 0,
      onSelect: () => void saveAs(format),
    })),
  ]
  return (
    <Menu
      label="Export findings"
      items={items}
      trigger={
        <Button variant="ghost" icon={<Download size={14} aria-hidden />}>
          Export
        </Button>
      }
    />
  )
}
