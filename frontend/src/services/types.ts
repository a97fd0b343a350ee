/** Names for the API's shapes; all of them come from docs/openapi.json through schema.gen.ts. */
import type { components, operations, paths } from '@/services/schema.gen'

type Schemas = components['schemas']

/** The paths below VITE_API_BASE_URL. */
export type Routes = { [Path in keyof paths as Path extends `/api/v1${infer Rest}` ? Rest : never]: paths[Path] }
type Query<Operation extends keyof operations> = operations[Operation] extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never

export type Problem = Schemas['Problem']
export type Fault = Schemas['Fault']
export type LeadInput = Schemas['LeadInput']
export type NewJob = Schemas['NewJob']
export type Qualification = Schemas['Qualify']
export type Job = Schemas['Job']
export type Estimate = Schemas['Estimate']
export type RetryChoice = Partial<Schemas['RetryJob']>
export type JobEvent = Schemas['Event']
export type EventList = Schemas['EventList']
export type FailureGroup = Schemas['FailureGroup']
export type FailureList = Schemas['FailureList']
export type JobSummary = Schemas['JobSummary']
export type JobPage = Schemas['JobPage']
export type JobStatus = Job['status']
export type JobOutcome = Job['outcome']
export type Counts = Schemas['Counts']
export type Result = Schemas['Result']
export type ResultPage = Schemas['ResultPage']
export type Judgement = Schemas['Judgement']
export type Criterion = Schemas['CriterionResult']
export type NextQuestion = Schemas['NextQuestion']
export type Flag = Schemas['Flag']
export type Lead = Schemas['Lead']
export type LeadSummary = Schemas['LeadSummary']
export type LeadPage = Schemas['LeadPage']
export type NewOverride = Schemas['NewOverride']
export type NewOutcome = Schemas['NewOutcome']
export type Override = Schemas['Override']
export type Outcome = Schemas['Outcome']
export type OutcomeKind = Outcome['outcome']
export type LeadEvent = Schemas['Event']
export type LeadCounts = Schemas['LeadCounts']
export type ProfileText = Schemas['ProfileText']
export type ProfileSummary = Schemas['ProfileSummary']
export type ProfilePage = Schemas['ProfilePage']
export type Profile = Schemas['Profile']
export type ProfileVersion = Schemas['ProfileVersion']
export type VersionHead = Schemas['VersionHead']
export type ProfileChange = Schemas['ProfileChange']
export type ProfileCheck = Schemas['ProfileCheck']
export type NewProfile = Schemas['NewProfile']
export type NewPreview = Schemas['NewPreview']
export type Activation = Schemas['Activation']
export type Assessment = NonNullable<Lead['assessment']>

export type Session = Schemas['Session']
export type Summary = Schemas['Summary']
export type ProviderStateName = Summary['provider']['state']
export type Credentials = { readonly key: string } | { readonly link: string }

export type LeadFilter = Query<'getLeadCounts'>
export type JobQuery = Query<'listJobs'>
export type UploadQuery = Query<'createJob'>
export type ResultQuery = Query<'listResults'>
export type ProfileQuery = Query<'listProfiles'>
export type LeadQuery = Query<'listLeads'>
