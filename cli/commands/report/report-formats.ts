/** What a kept run can be printed as. */
export const REPORT_FORMATS = ['text', 'json', 'markdown', 'csv', 'html'] as const;
