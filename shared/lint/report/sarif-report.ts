import { specUrl } from '../../verdict/spec-url.ts'
import { lintRules } from '../catalogue.ts'
import { placePath } from '../find-span.ts'
import type { Finding, LintReport } from '../lint-token.ts'
import type { Severity } from '../rule.ts'

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
}

/**
 * The report as SARIF 2.1.0 (OASIS), for code scanning tools. The artifact is called `token`; places are logical
 * locations such as `payload.aud`. The token's text, and so its signature, is not in it.
 */
export function toSarifReport(report: LintReport, version: string): string {
  const results = [
    ...report.findings.map((finding) => toResult(finding)),
    ...report.suppressed.map(({ finding, reason }) => ({
      ...toResult(finding),
      suppressions: [{ kind: 'external', status: 'accepted', justification: reason }],
    })),
  ]
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Claimscope',
            semanticVersion: version,
            rules: lintRules.map((rule) => ({
              id: rule.id,
              name: pascal(rule.title),
              shortDescription: { text: rule.title },
              fullDescription: { text: rule.why },
              help: { text: `${rule.advice} See ${rule.spec}.` },
              ...(specUrl(rule.spec) === null ? {} : { helpUri: specUrl(rule.spec) }),
              defaultConfiguration: { level: levels[rule.severity] },
              properties: { tags: ['security', 'jwt', rule.family], needs: rule.needs },
            })),
          },
        },
        artifacts: [{ location: { uri: 'token' }, description: { text: 'The token that was judged' } }],
        invocations: [
          {
            executionSuccessful: report.unread === null,
            toolExecutionNotifications: report.notRun.map(({ rule, needs, reason }) => ({
              level: 'note',
              descriptor: { id: rule },
              message: { text: `Not run, needs ${needs}: ${reason}.` },
            })),
          },
        ],
        results,
      },
    ],
  }
  return JSON.stringify(log, null, 2)
}

function toResult(finding: Finding) {
  const path = placePath(finding.where)
  return {
    ruleId: finding.rule,
    ruleIndex: lintRules.findIndex(({ id }) => id === finding.rule),
    level: levels[finding.severity],
    message: { text: finding.sentence },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: 'token', index: 0 } },
        logicalLocations: [{ fullyQualifiedName: path, kind: 'member' }],
      },
    ],
    // The rule and the place: the same fault keeps its identity while its words or times change.
    partialFingerprints: { 'claimscopeRulePlace/v1': `${finding.rule}:${path}` },
  }
}

function pascal(title: string): string {
  return title
    .replace(/[^A-Za-z0-9 ]/g, ' ')
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
