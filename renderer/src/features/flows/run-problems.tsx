import type { RunChange } from '../../../../shared/oauth/find-remedies.ts'
import type { Run, RunProblem } from '../../../../shared/oauth/run.ts'
import { Button } from '../../ui/button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import headerStyles from './run-header.module.css'

/** Why an answer was refused, why a run failed, why the last follow-up did; and what may be tried at once. */
export function Problems({
  run,
  canRun,
  onRemedy,
}: {
  readonly run: Run
  readonly canRun: boolean
  readonly onRemedy: (change: RunChange) => void
}) {
  const { phase, actionProblem } = run
  const problem = phase.kind === 'refused' || phase.kind === 'failed' ? phase.problem : null
  if (problem === null && actionProblem === null) return null
  const remedies = canRun ? (problem?.remedies ?? []) : []
  return (
    <div className={headerStyles.problems}>
      {problem && (
        <InlineProblem
          title={phase.kind === 'refused' ? 'This answer is not trusted' : 'No tokens came of this run'}
          announce={false}
          actions={
            remedies.length > 0 &&
            remedies.map(({ label, change }) => (
              <Button
                key={label}
                title="Once; the profile stays as it is"
                onClick={() => onRemedy({ ...run.change, ...change })}
              >
                {label}
              </Button>
            ))
          }
        >
          <Words problem={problem} />
          {phase.kind === 'refused' && run.tokens.length > 0 && (
            <p>What came with it is kept for looking at. Do not use these tokens.</p>
          )}
        </InlineProblem>
      )}
      {actionProblem && (
        <InlineProblem title="The last request did not work">
          <Words problem={actionProblem} />
        </InlineProblem>
      )}
    </div>
  )
}

function Words({ problem: { message, advice, differences = [] } }: { readonly problem: RunProblem }) {
  return [message, ...differences, ...(advice === undefined ? [] : [advice])].map((text) => (
    <p key={text}>
      <VisibleText text={text} />
    </p>
  ))
}
