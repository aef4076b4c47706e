import { Download, X } from 'lucide-react'
import { useStore } from 'zustand'
import { issuerText } from '../../../../../shared/profile/built-in-issuer.ts'
import type { Profile } from '../../../../../shared/profile/profile.ts'
import type { VariantChoice } from '../../../../../shared/profile/variant.ts'
import { whatIfCases } from '../../../../../shared/what-if/what-if-case.ts'
import {
  type WhatIfReport,
  whatIfJson,
  whatIfMarkdown,
} from '../../../../../shared/what-if/what-if-report.ts'
import type { AppActions } from '../../../app-actions.ts'
import { Button } from '../../../ui/button.tsx'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { Pane, PaneBar, PaneScroll } from '../../../ui/pane.tsx'
import { useUiActions } from '../../../ui/ui-actions.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './what-if.module.css'
import { WhatIfStart } from './what-if-start.tsx'
import { type WhatIfStore, whatIfTarget } from './what-if-store.ts'
import { WhatIfTable } from './what-if-table.tsx'

/** What should not work at the profile's provider, tried on purpose: expected against actual. */
export function WhatIfPane({
  store,
  profile,
  variant,
  actions,
  onClose,
}: {
  readonly store: WhatIfStore
  readonly profile: Profile | null
  readonly variant: VariantChoice
  readonly actions: AppActions
  readonly onClose: () => void
}) {
  const state = useStore(store)
  const { trying } = state
  const target = profile === null ? null : whatIfTarget(profile.id, variant)
  const ours = trying.kind !== 'idle' && trying.target === target?.key ? trying : null
  const results = ours?.kind === 'running' ? ours.results : ours?.kind === 'done' ? ours.outcome.results : []
  const report: WhatIfReport | null =
    ours?.kind === 'done' && profile !== null
      ? {
          profileName: profile.name,
          issuer: issuerText(profile),
          clientId: profile.client_id,
          at: ours.at,
          results,
        }
      : null
  return (
    <Pane label="What if">
      <PaneBar
        title="What if"
        end={
          <>
            {report !== null && results.length > 0 && <ReportMenu report={report} onSaid={actions.notify} />}
            <Button
              variant="ghost"
              aria-label="Back to the runs"
              icon={<X size={14} aria-hidden />}
              onClick={onClose}
            />
          </>
        }
      />
      <PaneScroll>
        <div className={styles.pane}>
          {profile === null || target === null ? (
            <p className={styles.intro}>Choose a profile first.</p>
          ) : (
            <>
              <WhatIfStart state={state} profile={profile} target={target} />
              {ours?.kind === 'failed' && (
                <InlineProblem title="Nothing was tried">{ours.error.message}</InlineProblem>
              )}
              {ours?.kind === 'declined' && (
                <p className={styles.note} role="status">
                  Nothing was sent, as you chose.
                </p>
              )}
              {ours?.kind === 'done' && ours.outcome.baselineProblem !== null && (
                <InlineProblem tone="warning" title="The unchanged sign-in did not work">
                  <VisibleText text={ours.outcome.baselineProblem} />. Refusals after it prove nothing.
                </InlineProblem>
              )}
              {ours?.kind === 'done' && ours.outcome.cancelled && (
                <p className={styles.note} role="status">
                  Cancelled; what was known by then is below.
                </p>
              )}
              <WhatIfTable state={state} cases={whatIfCases} results={results} />
            </>
          )}
        </div>
      </PaneScroll>
    </Pane>
  )
}

function ReportMenu({
  report,
  onSaid,
}: {
  readonly report: WhatIfReport
  readonly onSaid: (text: string) => void
}) {
  const { copy, saveFile } = useUiActions()
  return (
    <Menu
      label="Export the report"
      items={[
        {
          id: 'copy-markdown',
          label: 'Copy as Markdown',
          onSelect: () =>
            void copy(whatIfMarkdown(report)).then((done) =>
              onSaid(done ? 'Report copied as Markdown' : 'Could not copy'),
            ),
        },
        ...reports.map(({ id, label, file, write }, index) => ({
          id,
          label: `Save as ${label}…`,
          separated: index === 0,
          onSelect: () =>
            void saveFile(file, write(report)).then((outcome) => {
              if (outcome !== 'cancelled')
                onSaid(outcome === 'saved' ? `Report saved as ${label}` : 'Could not save')
            }),
        })),
      ]}
      trigger={
        <Button variant="ghost" icon={<Download size={14} aria-hidden />}>
          Export
        </Button>
      }
    />
  )
}

const reports = [
  { id: 'save-markdown', label: 'Markdown', file: 'what-if.md', write: whatIfMarkdown },
  { id: 'save-json', label: 'JSON', file: 'what-if.json', write: whatIfJson },
] as const
