import { Download } from 'lucide-react'
import type { LintReport } from '../../../../../shared/lint/lint-token.ts'
import { toJsonReport } from '../../../../../shared/lint/report/json-report.ts'
import { toJunitReport } from '../../../../../shared/lint/report/junit-report.ts'
import { toSarifReport } from '../../../../../shared/lint/report/sarif-report.ts'
import { Button } from '../../../ui/button.tsx'
import { Menu, type MenuItem } from '../../../ui/menu.tsx'
import { useUiActions } from '../../../ui/ui-actions.tsx'

const version = '1.0.0'
const formats = [
  { id: 'json', label: 'JSON', file: 'findings.json', write: (report: LintReport) => toJsonReport(report) },
  {
    id: 'sarif',
    label: 'SARIF',
    file: 'findings.sarif',
    write: (report: LintReport) => toSarifReport(report, version),
  },
  { id: 'junit', label: 'JUnit', file: 'findings.xml', write: (report: LintReport) => toJunitReport(report) },
] as const

/** Findings for other tools; neither the token nor its signature goes along. */
export function ExportMenu({
  report,
  onSaid,
}: {
  readonly report: LintReport
  readonly onSaid: (message: string) => void
}) {
  const { copy, saveFile } = useUiActions()
  const items: readonly MenuItem[] = [
    ...formats.map(({ id, label, write }) => ({
      id: `copy-${id}`,
      label: `Copy as ${label}`,
      onSelect: () =>
        void copy(write(report)).then((done) =>
          onSaid(done ? `Findings copied as ${label}` : 'Could not copy'),
        ),
    })),
    ...formats.map(({ id, label, file, write }, index) => ({
      id: `save-${id}`,
      label: `Save as ${label}…`,
      separated: index === 0,
      onSelect: () =>
        void saveFile(file, write(report)).then((outcome) => {
          if (outcome !== 'cancelled')
            onSaid(outcome === 'saved' ? `Findings saved as ${label}` : 'Could not save')
        }),
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
