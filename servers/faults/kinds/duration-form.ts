import { DISTRIBUTION_FORMS, type Distribution } from '../../../lib/chance/distribution.ts';
import type { TextField, TextForm } from '../contract/text-form.ts';
import { distribution } from '../contract/text-values.ts';

/** The text form of a fault that has nothing but a distribution of durations after its name. */
export const DURATION_FORM: TextForm<TextField<'duration', Distribution>> = {
  needs: 'it needs a duration',
  head: [{ mark: '=', field: 'duration', value: distribution }],
  help: {
    [DISTRIBUTION_FORMS.fixed]: 'always the same; =200ms for short',
    [DISTRIBUTION_FORMS.uniform]: 'every duration in the range is equally likely',
    [DISTRIBUTION_FORMS.normal]: 'mean and standard deviation; below zero is zero',
    [DISTRIBUTION_FORMS.lognormal]: 'median and 99th percentile: the long tail of real services',
    [DISTRIBUTION_FORMS.exponential]: 'mean',
    [DISTRIBUTION_FORMS.percentiles]: 'straight lines between the given percentiles, from 0 ms at p0',
    [DISTRIBUTION_FORMS.list]: 'each duration as often as its weight says',
  },
};
