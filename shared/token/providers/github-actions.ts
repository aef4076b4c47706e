import { type NameInfo, nameInfo } from '../name-info.ts'
import { audiencesOf, lookUp, type ProviderPack, textOf } from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'GitHub docs')
const issuer = 'https://token.actions.githubusercontent.com'

/** The OIDC token of a job of GitHub Actions, for signing in to clouds without a secret. */
export const githubActions: ProviderPack = {
  id: 'github_actions',
  name: 'GitHub Actions',
  recognise(facts) {
    const found = textOf(facts, 'iss')
    if (found === issuer || found.startsWith(`${issuer}/`)) return `its issuer is ${issuer}`
    return facts.claims.has('job_workflow_ref') && facts.claims.has('repository_owner_id')
      ? 'it names a repository and a workflow'
      : null
  },
  describe: () => 'OIDC token of a job',
  claims: {
    sub: info(
      'Subject',
      'Repository and what started the job, for example repo:octo/app:ref:refs/heads/main. What a cloud should compare.',
    ),
    repository: info('Repository', 'Owner and name of the repository.'),
    repository_id: info('Repository identifier', 'The repository’s number; it stays when the name changes.'),
    repository_owner: info('Owner', 'The user or organisation that owns the repository.'),
    repository_owner_id: info('Owner identifier', 'The owner’s number; it stays when the name changes.'),
    repository_visibility: info('Visibility', 'public, private or internal.'),
    ref: info('Ref', 'The branch or tag the job runs for.'),
    ref_type: info('Ref type', 'branch or tag.'),
    ref_protected: info('Protected', 'Whether the branch is protected; written as text.'),
    sha: info('Commit', 'The commit the job runs for.'),
    workflow: info('Workflow', 'Name of the workflow. Anyone who can change the file can choose it.'),
    workflow_ref: info('Workflow file', 'The file of the workflow and the ref it was taken from.'),
    workflow_sha: info('Workflow commit', 'The commit of the workflow’s file.'),
    job_workflow_ref: info(
      'Called workflow',
      'The file that defines the job: a reusable workflow where one was called.',
    ),
    job_workflow_sha: info('Called workflow commit', 'The commit of the file that defines the job.'),
    environment: info('Environment', 'The deployment environment of the job.'),
    event_name: info('Event', 'What started the workflow, for example push.'),
    actor: info('Actor', 'Who started the workflow.'),
    actor_id: info('Actor identifier', 'The number of who started it.'),
    head_ref: info('From branch', 'The branch a pull request comes from.'),
    base_ref: info('To branch', 'The branch a pull request goes to.'),
    run_id: info('Run', 'Identifies the run of the workflow.'),
    run_number: info('Run number', 'Counts the runs of the workflow.'),
    run_attempt: info('Attempt', 'Counts the attempts of this run.'),
    runner_environment: info('Runner', 'github-hosted or self-hosted.'),
    enterprise: info('Enterprise', 'The enterprise of the owner.'),
  },
  values: {
    event_name: lookUp({
      pull_request: 'a pull request; code from outside may run',
      pull_request_target: 'a pull request, in the context of the target repository',
      push: 'a push',
      schedule: 'a schedule',
      workflow_dispatch: 'started by hand',
    }),
    runner_environment: lookUp({
      'github-hosted': 'a machine of GitHub',
      'self-hosted': 'a machine of the owner',
    }),
  },
  quirks: [
    {
      id: 'github_pull_request',
      applies: (facts) =>
        textOf(facts, 'sub').endsWith(':pull_request')
          ? 'The job runs for a pull request: its code was not merged yet.'
          : null,
      advice:
        'A cloud that accepts this subject accepts whatever a pull request of this repository runs; give it no right to deploy.',
    },
    {
      id: 'github_default_audience',
      applies: (facts) =>
        audiencesOf(facts).some((audience) => /^https:\/\/github\.com\/[^/]+$/.test(audience))
          ? 'The audience is the default one, the address of the owner.'
          : null,
      advice: 'Ask for an audience of your own, so that a token for one cloud cannot be used at another.',
    },
    {
      id: 'github_check_subject',
      applies: (facts) =>
        facts.claims.has('repository') ? 'Every repository on GitHub gets tokens of this issuer.' : null,
      advice: 'Check sub (or repository_id with ref or environment), never only issuer and audience.',
    },
  ],
}
