/** A dry run's answer, to be varied by a test. */
import type { Estimate } from '@/services/types'

export const ESTIMATE: Estimate = {
  object: 'estimate',
  rows: 250,
  good: 245,
  bad: 5,
  errors: [
    { code: 'missing_company_name', detail: 'company_name is missing; every lead needs its company\'s name.', row: 2, column: 'Company' },
    { code: 'invalid_email', detail: 'contact_email is not one e-mail address; write it as name@company.example, or leave it empty.', row: 3, column: 'E-mail' },
    { code: 'invalid_email', detail: 'contact_email is not one e-mail address; write it as name@company.example, or leave it empty.', row: 5, column: 'E-mail' },
  ],
  error_count: 3,
  repeated: 2,
  already_scored: 17,
  to_judge: 226,
  cost: { per_lead_usd: '0.000870000', basis: 'mean of the last 1,000 leads', estimated_usd: '0.196620000', low_usd: '0.150000000', high_usd: '0.240000000' },
  time: { low_seconds: 60, high_seconds: 120 },
  profile: { id: '01a20dbc-9340-7000-8000-00000000000a', name: 'Warehouse software', version: 7 },
  provider: 'simulator',
  model: 'gpt-oss-120b',
  simulated: true,
  file: {
    encoding: 'utf-8',
    delimiter: ',',
    sheet: null,
    columns: [
      { header: 'Company', field: 'company_name', sample: 'Halden' },
      { header: 'Contact', field: 'contact_name', sample: 'Mirela Osei' },
      { header: 'E-mail', field: 'contact_email', sample: 'mirela@halden.example' },
      { header: 'Stand', field: 'additional_data', sample: null },
    ],
  },
}

export const CLEAN: Estimate = { ...ESTIMATE, rows: 245, bad: 0, errors: [], error_count: 0 }
